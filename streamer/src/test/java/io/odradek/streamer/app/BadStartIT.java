package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.StreamerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each failure at start: an exit code, one line that says what and where, and no stack trace. */
class BadStartIT {
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    private Path dir;

    @Test
    void namesAnUnreachableBroker() {
        assertThat(fail(1, "run", "--http-port=0", "--bootstrap-servers=" + NOBODY))
                .contains("cannot reach Kafka at " + NOBODY)
                .contains("Connection refused")
                .contains("odradek.bootstrap.servers");
    }

    @Test
    void namesATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(fail(1, "run", "--http-port=" + taken.getLocalPort()))
                    .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .contains("odradek.http.port");
        }
    }

    @Test
    void namesAWrongSettingAndWhereItCameFrom() throws IOException {
        Path file = Files.writeString(dir.resolve("s.properties"), "odradek.threads=many\n");

        assertThat(fail(2, "run", "--config=" + file))
                .contains("odradek.threads is \"many\"")
                .contains(file.toString())
                .contains("1 to 256");
    }

    @Test
    void namesAFileOfTrustedKeysThatHoldsNone() throws IOException {
        Path file = Files.writeString(dir.resolve("keys.pem"), "no key");

        assertThat(fail(2, "run", "--model-trusted-keys=" + file))
                .contains("odradek.model.trusted.keys is \"" + file + "\": it holds something else than public keys")
                .contains("trainer keygen");
    }

    @Test
    void namesADirectoryWhereNothingCanBeWritten() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "not a directory");

        assertThat(fail(1, "run", "--model-dir=" + file.resolve("models")))
                .startsWith("streamer: odradek.model.dir is \"" + file.resolve("models") + "\"")
                .contains("Not a directory");
    }

    @Test
    void suggestsTheNearestOption() {
        assertThat(run(Map.of(), "run", "--http-prt=1").output()).contains("--http-port");
    }

    @Test
    void namesMissingTopics() {
        try (Cluster cluster = new Cluster()) {
            Result result = run(Map.of(), "run", "--http-port=0", "--bootstrap-servers=" + cluster.bootstrapServers());

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.output())
                    .contains("missing topics: images, predictions, images-dlq, models, models-status, latency")
                    .contains("kafka-topics.sh")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void namesAJavaThatIsTooOld() throws IOException {
        Path java = Files.createDirectories(dir.resolve("old/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));

        Result result = run(Map.of("JAVA_HOME", dir.resolve("old").toString()), "run");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output())
                .contains("is Java 11")
                .contains("17 or newer")
                .contains("JAVA_HOME");
    }

    @Test
    void showsTheStackTraceOnlyWhenAsked() {
        String quiet = fail(1, "run", "--http-port=0", "--bootstrap-servers=" + NOBODY);
        String verbose = run(Map.of(), "--verbose", "run", "--http-port=0", "--bootstrap-servers=" + NOBODY)
                .output();

        assertThat(quiet).doesNotContain("\tat ");
        assertThat(verbose).contains("\tat ");
    }

    /** One line of complaint, beside lines of log that say INFO. */
    private String fail(int code, String... arguments) {
        Result result = run(Map.of(), arguments);
        assertThat(result.code()).as(result.output()).isEqualTo(code);
        List<String> complaint =
                result.output().lines().filter(line -> !line.contains(" INFO ")).toList();
        assertThat(complaint).singleElement().satisfies(line -> assertThat(line).startsWith("streamer: "));
        return complaint.get(0);
    }

    private Result run(Map<String, String> environment, String... arguments) {
        try (StreamerProcess process =
                StreamerProcess.start(dir.resolve(System.nanoTime() + ".log"), environment, Arrays.asList(arguments))) {
            return new Result(process.exitCode(), process.output());
        }
    }

    private record Result(int code, String output) {}
}
