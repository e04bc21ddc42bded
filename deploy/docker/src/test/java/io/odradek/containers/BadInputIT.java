package io.odradek.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

/** What an operator reads when a container cannot work: the reason in one line, so that a loop of crashes explains itself. */
class BadInputIT {
    private static final String DATA = Engine.FASHION_MNIST + ":/data:ro";

    @BeforeAll
    static void build() {
        Engine.ready();
    }

    @Test
    void namesTheWrongSettingInItsOnlyLine() {
        assertEnds(2, run(Engine.STREAMER, "-e", "ODRADEK_THREADS=many"), "odradek.threads is \"many\"", "1 to 256");
        assertEnds(2, run(Engine.STREAMER, "-e", "ODRADEK_THREDS=2"), "ODRADEK_THREDS", "did you mean ODRADEK_THREADS");
    }

    @Test
    void namesTheSecretThatIsNotMounted() {
        assertEnds(
                2,
                run(Engine.STREAMER, "-e", "ODRADEK_HTTP_TOKEN_FILE=/run/secrets/token"),
                "odradek.http.token.file is \"/run/secrets/token\"",
                "no such file");
        Shell.Result config =
                run(Engine.STREAMER, List.of(), List.of("run", "--config", "/etc/odradek/kafka.properties"));
        assertEnds(2, config, "/etc/odradek/kafka.properties");
    }

    @Test
    void saysThatKafkaIsNotThereInItsOnlyLine() {
        assertEnds(
                1,
                run(Engine.STREAMER, "-e", "ODRADEK_BOOTSTRAP_SERVERS=localhost:9092"),
                "cannot reach Kafka at localhost:9092",
                "odradek.bootstrap.servers");
    }

    @Test
    void saysThatThereIsNoGpu() {
        Shell.Result result = run(
                Engine.TRAINER,
                List.of("-v", DATA),
                List.of("train", "--data", "/data", "--out", "/tmp/model", "--device", "gpu"));

        assertEnds(1, result, "--device is gpu, but PyTorch sees no GPU");
    }

    @Test
    void saysThatTheVolumeForTheModelIsReadOnly() {
        Shell.Result result = run(
                Engine.TRAINER,
                List.of("-v", DATA),
                List.of("train", "--data", "/data", "--out", "/models/seed", "--epochs", "1", "--limit", "500"));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(last(result)).contains("cannot write /models/seed", "Read-only file system");
    }

    @Test
    void namesTheDirectoryWhereNothingCanBeWritten() {
        assertEnds(
                1,
                run(Engine.STREAMER, "-e", "ODRADEK_MODEL_DIR=/models"),
                "odradek.model.dir is \"/models\"",
                "Read-only file system");
    }

    @Test
    void isAliveAndSaysSoWhereTheVolumeForModelsIsFull() {
        try (Site site = new Site()) {
            GenericContainer<?> streamer = site.streamer("run", "--create-topics");
            streamer.setTmpFsMapping(Map.of("/tmp", "rw,noexec,size=16m", "/models", "rw,uid=1000,size=64k"));
            streamer.withEnv("ODRADEK_MODEL_DIR", "/models");
            streamer.start();
            GenericContainer<?> trainer = site.trainer(
                    "train", "--data", "/data", "--out", "/models/m", "--epochs", "1", "--limit", "500", "--publish");
            trainer.start();

            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(streamer.getLogs()).contains("No space left on device"));
            assertThat(Site.isReady(streamer)).isFalse();
            assertThat(Site.inside(streamer, "healthy", "live")).isEmpty();
        }
    }

    /** One line alone, the reason, for the settings are looked at first. */
    private static void assertEnds(int exit, Shell.Result result, String... said) {
        assertThat(result.exit()).as(result.toString()).isEqualTo(exit);
        assertThat(result.err().lines()).as(result.toString()).hasSize(1);
        assertThat(result.err()).contains(said);
    }

    private static String last(Shell.Result result) {
        return result.err().lines().reduce((first, second) -> second).orElse("");
    }

    private static Shell.Result run(String image, String... options) {
        return run(image, List.of(options), List.of());
    }

    private static Shell.Result run(String image, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "docker", "run", "--rm", "--network=none", "--read-only", "--cap-drop=ALL", "--tmpfs=/tmp:noexec"));
        command.addAll(options);
        command.add(image);
        command.addAll(arguments);
        return Shell.attempt(command, Map.of());
    }
}
