package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a start costs: processor time of the whole process, launcher and all, until it is ready with the model that is in
 * the topic. {@code -Dstarts=N} measures N of each kind in turns, {@code -Dstart.other=LAUNCHER} those of another build
 * with them, {@code -Dstart.archive=FILE} keeps the archive; the report goes to {@code target/start.txt}, and
 * {@code deploy/bench/start.sh} prints it.
 */
@Tag("alone")
class StartCostIT {
    private static final int STARTS = Integer.getInteger("starts", 1);
    private static final Path HERE = Path.of("bin", "streamer").toAbsolutePath();
    /** Three times what a start takes on a quiet machine, 3.8 s. */
    private static final Duration LIMIT = Duration.ofSeconds(12);

    @TempDir
    private Path dir;

    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = Cluster.withModel();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @Test
    void isReadyAfterLittleProcessorTimeAndLessWithAnArchiveOfClasses() throws IOException {
        Path archive = Path.of(
                System.getProperty("start.archive", dir.resolve("streamer.jsa").toString()));
        Files.deleteIfExists(archive);
        start(HERE, Map.of("JAVA_OPTS", options("-XX:ArchiveClassesAtExit=" + archive)));
        assertThat(archive).isNotEmptyFile();
        Map<String, List<Duration>> times = new LinkedHashMap<>();

        for (int i = 0; i < STARTS; i++) {
            String other = System.getProperty("start.other");
            if (other != null) {
                measure(times, "the other build", Path.of(other), dir.resolve("none"));
            }
            measure(times, "without archive", HERE, dir.resolve("none"));
            measure(times, "with archive", HERE, archive);
        }

        Duration plain = median(times.getOrDefault("without archive", List.of()));
        Duration archived = median(times.getOrDefault("with archive", List.of()));
        publish(times, seconds(archived) / seconds(plain));
        assertThat(plain).isLessThan(LIMIT);
        assertThat(archived).isLessThan(plain);
    }

    @Test
    void passesOverAnArchiveThatIsNoneWithoutAWord() throws IOException {
        Path broken = Files.writeString(dir.resolve("broken.jsa"), "no archive");

        String output = start(HERE, Map.of("STREAMER_ARCHIVE", broken.toString())).output;

        assertThat(output.lines()).allMatch(line -> line.matches("\\S+Z (INFO |WARN ) .*"), "a line of the log");
    }

    private void measure(Map<String, List<Duration>> times, String kind, Path launcher, Path archive) {
        Map<String, String> environment =
                Map.of("STREAMER_ARCHIVE", archive.toString(), "JAVA_OPTS", options("-Dkind=measured"));
        List<Duration> all = times.computeIfAbsent(kind, k -> new ArrayList<>());
        all.add(start(launcher, environment).untilReady);
        all.sort(Duration::compareTo);
    }

    private static void publish(Map<String, List<Duration>> times, double ratio) throws IOException {
        StringBuilder report = new StringBuilder();
        times.forEach((kind, all) -> report.append(String.format(
                Locale.ROOT,
                "%-15s  median %.2f s, %.2f to %.2f s of processor time until ready, %d starts%n",
                kind,
                seconds(median(all)),
                seconds(all.get(0)),
                seconds(all.get(all.size() - 1)),
                all.size())));
        report.append(String.format(Locale.ROOT, "with archive : without = %.2f%n", ratio));
        Files.writeString(Path.of("target", "start.txt"), report);
    }

    private record Start(Duration untilReady, String output) {}

    private Start start(Path launcher, Map<String, String> environment) {
        HttpPort http = new HttpPort();
        List<String> arguments = List.of(
                "run",
                "--bootstrap-servers=" + cluster.bootstrapServers(),
                "--model-name=" + TestModels.NAME,
                "--http-port=" + http.number());
        Path log = dir.resolve("start-" + System.nanoTime() + ".log");
        try (StreamerProcess process = StreamerProcess.start(launcher, log, environment, arguments)) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .until(() -> http.get("/health/ready").contains("\"ready\": true"));
            Duration untilReady = process.processorTime();
            assertThat(process.terminate()).as(process.output()).isEqualTo(143);
            return new Start(untilReady, process.output());
        }
    }

    /** As people start it: the compiler that the kit leaves out is there. */
    private static String options(String more) {
        return "-XX:TieredStopAtLevel=4 -Xmx512m " + more;
    }

    private static Duration median(List<Duration> sorted) {
        return sorted.get(sorted.size() / 2);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
