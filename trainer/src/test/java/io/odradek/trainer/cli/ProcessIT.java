package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Broker;
import io.odradek.broker.TestBrokers;
import io.odradek.broker.Topics;
import io.odradek.trainer.testing.RealData;
import io.odradek.trainer.testing.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trainer as its own process, through its launcher. */
class ProcessIT {
    private static final Path LAUNCHER = Path.of("bin", "trainer").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** For what nobody disturbed, which all compare with. */
    @TempDir
    static Path shared;

    @TempDir
    Path dir;

    private final List<Process> processes = new ArrayList<>();
    private Path out;
    private Path err;

    @BeforeEach
    void nameTheOutputs() {
        RealData.directory();
        out = dir.resolve("out.txt");
        err = dir.resolve("err.txt");
    }

    @AfterEach
    void endWhatStillRuns() {
        processes.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aTrainingThatIsStoppedSaysHowToGoOnAndDoes(String signal) throws Exception {
        // Given: an epoch under way
        Process trainer = start(Map.of(), training("stopped"));
        Awaitility.await().atMost(PATIENCE).until(() -> Files.readString(err).contains("epoch 1 done"));

        // When
        signal(trainer, signal);

        // Then
        assertThat(trainer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(trainer.exitValue()).isEqualTo(130);
        assertThat(Files.readString(err))
                .containsPattern("trainer: stopped in epoch [2-4] after [0-9,]+ of 5,000 images;"
                        + " the same command with --resume goes on from there\\n$")
                .doesNotContain("\tat ");
        assertThat(names("stopped")).containsExactly("checkpoint");
        assertResumesToTheSameNet("stopped");
    }

    @Test
    void aTrainingThatIsKilledGoesOnFromItsLastEpoch() throws Exception {
        // Given
        Process trainer = start(Map.of(), training("killed"));
        Awaitility.await().atMost(PATIENCE).until(() -> Files.readString(err).contains("epoch 1 done"));

        // When
        signal(trainer, "KILL");

        // Then
        assertThat(trainer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(names("killed")).contains("checkpoint").doesNotContain("model.onnx");
        assertResumesToTheSameNet("killed");
    }

    /** Bit by bit the net of a training that nobody disturbed, and its losses. */
    private void assertResumesToTheSameNet(String name) throws Exception {
        Process resumed = start(
                Map.of(),
                Stream.concat(Stream.of(training(name)), Stream.of("--resume")).toArray(String[]::new));
        assertThat(resumed.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(resumed.exitValue()).as(Files.readString(err)).isZero();
        assertThat(Files.readString(err)).containsPattern("^resumed in epoch [1-4] after [0-9,]+ images\\n");

        Path whole = whole();
        Path net = dir.resolve(name);
        assertThat(net.resolve("weights.params")).hasSameBinaryContentAs(whole.resolve("weights.params"));
        assertThat(losses(net)).isEqualTo(losses(whole));
        assertThat(names(name))
                .containsExactly(
                        "calibration.png",
                        "classes.png",
                        "confusion.png",
                        "curves.png",
                        "metrics.json",
                        "mistakes.png",
                        "model.onnx",
                        "report.html",
                        "weights.params");
    }

    private Path whole() throws Exception {
        Path whole = shared.resolve("whole");
        if (!Files.exists(whole)) {
            Process trainer = start(Map.of(), training(whole));
            assertThat(trainer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(trainer.exitValue()).as(Files.readString(err)).isZero();
        }
        return whole;
    }

    private String[] training(String name) {
        return training(dir.resolve(name));
    }

    private static String[] training(Path net) {
        return ("train --recipe seed-bn --epochs 4 --limit 5000 --validation 500 --threads 1 --out " + net).split(" ");
    }

    private List<String> names(String name) throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> losses(Path net) throws IOException {
        return Files.readAllLines(net.resolve("metrics.json")).stream()
                .filter(line -> line.contains("Loss\""))
                .toList();
    }

    @Test
    void stopsReplayInGoodOrderOnASignal() throws Exception {
        // Given
        try (Broker broker = TestBrokers.start(Map.of())) {
            Topics.create(broker.bootstrapServers(), List.of(new NewTopic("images", 2, (short) 1)));
            Process trainer = start(
                    Map.of("ODRADEK_BOOTSTRAP_SERVERS", broker.bootstrapServers()),
                    "replay",
                    "--rate",
                    "100",
                    "--count",
                    "1000000",
                    "--json");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() ->
                            !Topics.readAll(broker.bootstrapServers(), "images").isEmpty());

            // When
            signal(trainer, "TERM");

            // Then
            assertThat(trainer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(trainer.exitValue()).as(Files.readString(err)).isZero();
            int sent = Topics.readAll(broker.bootstrapServers(), "images").size();
            assertThat(Files.readString(out))
                    .matches("\\{\"sent\":" + sent + ",\"failed\":0,\"seconds\":[0-9.]+,\"topic\":\"images\"}\n");
        }
    }

    @Test
    void twoRunsOfReplayWithUniqueIdsHaveNoIdInCommon() throws Exception {
        // Given
        try (Broker broker = TestBrokers.start(Map.of())) {
            Topics.create(broker.bootstrapServers(), List.of(new NewTopic("images", 2, (short) 1)));

            // When
            for (int run = 0; run < 2; run++) {
                Process trainer = start(
                        Map.of("ODRADEK_BOOTSTRAP_SERVERS", broker.bootstrapServers()),
                        "replay",
                        "--count=3",
                        "--unique-ids");
                assertThat(trainer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(trainer.exitValue()).as(Files.readString(err)).isZero();
            }

            // Then
            assertThat(Topics.readAll(broker.bootstrapServers(), "images"))
                    .extracting(image -> new String(image.key(), StandardCharsets.UTF_8))
                    .doesNotHaveDuplicates()
                    .hasSize(6)
                    .allMatch(id -> id.matches("test-[0-9a-z]+-0000[0-2]"));
        }
    }

    @Test
    void aFullDiskIsOneLineAndLeavesNothing() throws Exception {
        // Given: a file system of 64 KiB, which only root can make
        Path small = Files.createDirectory(dir.resolve("small"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString()) == 0;
        Requirement.need(mounted, "a full disk can be tried only where a tmpfs can be mounted (root)");
        try {
            // When
            Process trainer = start(Map.of(), "train", "--epochs", "1", "--limit", "500", "--out", small.toString());

            // Then
            assertThat(trainer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(trainer.exitValue()).isEqualTo(1);
            assertThat(Files.readString(err))
                    .contains("trainer: cannot write " + small.resolve("checkpoint") + ": No space left on device")
                    .doesNotContain("\tat ");
            assertThat(small).isEmptyDirectory();
        } finally {
            run("umount", small.toString());
        }
    }

    @Test
    void launcherWorksThroughALinkFromAnotherDirectory() throws Exception {
        // Given
        Path link = Files.createSymbolicLink(dir.resolve("link"), LAUNCHER);

        // When
        Process trainer = start(link, Map.of(), "data");

        // Then
        assertThat(trainer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(trainer.exitValue()).as(Files.readString(err)).isZero();
        assertThat(Path.of(Files.readString(out).strip())).isEqualTo(RealData.directory());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_392", "11.0.2", "16"})
    void launcherRefusesAnOlderJavaInOneLine(String version) throws Exception {
        // Given
        Path java = Files.createDirectories(dir.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"" + version + "\" 2018-01-01' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();

        // When
        Process trainer = start(Map.of("JAVA_HOME", dir.resolve("jdk").toString()), "data");

        // Then
        assertThat(trainer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(trainer.exitValue()).isEqualTo(1);
        assertThat(Files.readString(err))
                .hasLineCount(1)
                .isEqualTo("trainer: found Java " + version + " at " + java
                        + ", needs 17 or newer; set JAVA_HOME to the directory of such a JDK\n");
    }

    @Test
    void launcherSaysHowToBuildTheJarThatIsMissing() throws Exception {
        // Given
        Path copy = Files.createDirectories(dir.resolve("clone/trainer/bin")).resolve("trainer");
        Files.copy(LAUNCHER, copy, StandardCopyOption.COPY_ATTRIBUTES);

        // When
        Process trainer = start(copy, Map.of(), "data");

        // Then
        assertThat(trainer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(trainer.exitValue()).isEqualTo(1);
        assertThat(Files.readString(err)).hasLineCount(1).contains("is not built; run: mvn -B -DskipTests");
    }

    private Process start(Map<String, String> environment, String... args) throws IOException {
        return start(LAUNCHER, environment, args);
    }

    private Process start(Path launcher, Map<String, String> environment, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        processes.add(process);
        return process;
    }

    private static void signal(Process process, String signal) throws Exception {
        assertThat(run("kill", "-" + signal, Long.toString(process.pid()))).isZero();
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }
}
