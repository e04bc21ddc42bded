package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Topics;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.ForeignModel;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.fetch.TestOrigin;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.Requirement;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.model.ForeignModels;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.server.HealthReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way for a model to reach the whole service, on a real broker; and what goes wrong on the way. */
class ModelSourcesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path dir;

    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @Test
    void servesAForeignModelFromADirectoryWithoutAModelsTopic() throws IOException, RefusedException {
        byte[] adopted = ForeignModel.adopt(ForeignModels.brightest(1), ForeignModels.sidecar("1"));
        // Given: every topic but that of the models
        Map<String, String> roomy = Map.of("max.message.bytes", String.valueOf(1_048_588 + 65_536));
        Topics.create(
                cluster.bootstrapServers(),
                List.of(
                        new NewTopic("images", Cluster.PARTITIONS, (short) 1),
                        new NewTopic("predictions", Cluster.PARTITIONS, (short) 1).configs(roomy),
                        new NewTopic("images-dlq", Cluster.PARTITIONS, (short) 1).configs(roomy),
                        new NewTopic("models-status", 1, (short) 1),
                        new NewTopic("latency", 1, (short) 1)));
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.MODEL_PATH, dir.toString());
        settings.put(Setting.MODEL_DIR, dir.resolve("spool").toString());

        // When
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            streamer.await(h -> h.waitingFor().contains("a *.onnx file in the directory " + dir));
            cluster.sendImages(60);
            Files.writeString(dir.resolve("m.onnx.json"), ForeignModels.sidecar("1"));
            Files.write(dir.resolve("m.onnx"), ForeignModels.brightest(1));
            streamer.awaitModel("1");
            awaitAnswers(60);
            Files.write(dir.resolve("n.onnx"), TestModels.file("2", 2));
            streamer.awaitModel("2");
            Files.delete(dir.resolve("m.onnx"));
            Files.delete(dir.resolve("n.onnx"));
            cluster.sendImages(60);
            awaitAnswers(120);
            streamer.await(HealthReport::ready);
        }

        // Then
        assertThat(Account.of(cluster, List.of(adopted))).isEqualTo(Account.flawless(120, Set.of(1, 2)));
    }

    @Test
    void fetchesTheWantedReferenceOverHttpsAndStartsAgainWithoutTheOrigin() {
        cluster.createTopics();
        Path log = dir.resolve("streamer.log");
        byte[] one = TestModels.file("1", 1);
        byte[] two = TestModels.file("2", 2);
        List<String> arguments;
        Map<String, String> environment;
        try (TestOrigin origin = new TestOrigin(dir)) {
            origin.serve("/models/1.onnx", one);
            origin.serve("/models/2.onnx", two);
            reference("1", origin.uri("/models/1.onnx?token=secret"), one);
            reference("2", origin.uri("/models/2.onnx?token=secret"), two);
            reference("3", origin.uri("/elsewhere/3.onnx"), two);
            cluster.point("2", "1");
            arguments = List.of(
                    "run",
                    "--http-port=0",
                    "--bootstrap-servers=" + cluster.bootstrapServers(),
                    "--model-name=" + TestModels.NAME,
                    "--model-dir=" + dir.resolve("spool"),
                    "--model-uri-allow=" + origin.uri("/models/"));
            environment = Map.of(
                    "JAVA_OPTS",
                    "-Xmx256m -Djavax.net.ssl.trustStore=" + origin.keyStore() + " -Djavax.net.ssl.trustStorePassword="
                            + TestOrigin.PASSWORD);
            try (StreamerProcess streamer = StreamerProcess.start(log, environment, arguments)) {
                cluster.sendImages(40);
                awaitAnswers(40);
                cluster.point("3", "2");
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> streamer.output().contains("model refused: 3, fetch: "));
                assertThat(streamer.terminate()).isEqualTo(143);
                assertThat(streamer.output())
                        .contains("/elsewhere/3.onnx lies in no allowed place (odradek.model.uri.allow)")
                        .doesNotContain("secret")
                        .doesNotContain("\tat ");
            }
            assertThat(origin.requests())
                    .as("only the wanted version was fetched")
                    .isEqualTo(1);
        }
        cluster.point("2", "1");

        try (StreamerProcess streamer = StreamerProcess.start(dir.resolve("again.log"), environment, arguments)) {
            cluster.sendImages(40);
            awaitAnswers(80);
            assertThat(streamer.terminate()).isEqualTo(143);
        }
        Account account = Account.of(cluster);
        assertThat(account.versions()).containsExactly(2);
        assertThat(account.wrong()).isEmpty();
        assertThat(account.lost()).isEmpty();
        assertThat(dir.resolve("spool").resolve("odradek-cache")).isDirectoryContaining("glob:**.onnx");
    }

    @Test
    void keepsTheLiveModelWhileAnOriginIsAwayAndTakesTheNewOneWhenItIsBack() throws IOException {
        cluster.createTopics();
        cluster.publish("0", 0);
        byte[] one = TestModels.file("1", 1);
        Path origin = dir.resolve("1.onnx");
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.MODEL_DIR, dir.resolve("spool").toString());
        settings.put(Setting.MODEL_URI_ALLOW, dir.toUri().toString());
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            streamer.awaitModel("0");

            reference("1", origin.toUri().toString(), one);
            cluster.point("1", "0");
            streamer.await(h -> h.lastError().contains("test-model@1 cannot be fetched"));
            assertThat(streamer.health().lastError()).contains("there is no such file");
            assertThat(streamer.health().lastRefusal()).isEmpty();
            assertThat(streamer.health().model()).contains("@0 ");
            Files.write(origin, one);

            streamer.awaitModel("1");
        }
    }

    @Test
    void refusesAReferenceThatLeadsToOtherBytesAndATruncatedReference() throws IOException {
        cluster.createTopics();
        cluster.publish("0", 0);
        Path origin = Files.write(dir.resolve("1.onnx"), TestModels.file("1", 2));
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.MODEL_DIR, dir.resolve("spool").toString());
        settings.put(Setting.MODEL_URI_ALLOW, dir.toUri().toString());
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            streamer.awaitModel("0");

            reference("1", origin.toUri().toString(), TestModels.file("1", 1));
            cluster.point("1", "0");
            streamer.await(h -> h.lastRefusal().startsWith("1, fetch: "));
            cluster.artefact("2", Cluster.utf8("{\"schema\":1"));
            cluster.point("2", "0");
            streamer.await(h -> h.lastRefusal().startsWith("2, fetch: a value that begins with {"));

            assertThat(streamer.health().model()).contains("@0 ");
            // The origin was mended and the reference published again under the same version.
            Files.write(origin, TestModels.file("1", 1));
            reference("1", origin.toUri().toString(), TestModels.file("1", 1));
            cluster.point("1", "0");
            streamer.awaitModel("1");
        }
    }

    @Test
    void adoptsAForeignModelThatIsThenPublishedLikeAnyOther() throws IOException {
        cluster.createTopics();
        Path foreign = Files.write(dir.resolve("foreign.onnx"), ForeignModels.brightest(1));
        Path sidecar = Files.writeString(dir.resolve("foreign.json"), ForeignModels.sidecar("1"));
        Path out = dir.resolve("model.onnx");
        List<String> command =
                List.of("adopt", foreign.toString(), "--sidecar", sidecar.toString(), "--out", out.toString());
        try (StreamerProcess adopt = StreamerProcess.start(dir.resolve("adopt.log"), Map.of(), command)) {
            assertThat(adopt.exitCode()).as(adopt.output()).isZero();
            assertThat(adopt.output()).contains(out + " is test-model@1, sha256 ", ": it would be admitted");
        }
        byte[] adopted = Files.readAllBytes(out);
        cluster.artefact("1", adopted);
        cluster.point("1");
        cluster.sendImages(30);

        try (RunningStreamer streamer = RunningStreamer.start(cluster.settings(), Map.of())) {
            streamer.awaitModel("1");
            awaitAnswers(30);
        }
        assertThat(Account.of(cluster, List.of(adopted)).faults()).isEmpty();

        Files.writeString(sidecar, ForeignModels.sidecar("1").replace("logits", "probabilities"));
        Files.delete(out);
        try (StreamerProcess adopt = StreamerProcess.start(dir.resolve("refused.log"), Map.of(), command)) {
            assertThat(adopt.exitCode()).isEqualTo(1);
            assertThat(adopt.output())
                    .contains("would be refused, nothing was written: output: ")
                    .doesNotContain("\tat ");
        }
        assertThat(out).doesNotExist();
        assertThat(dir.resolve(".model.onnx.part")).doesNotExist();
    }

    @Test
    void takesAModelFromAModelsTopicThatWasDeletedAndCreatedAnew() throws ExecutionException, InterruptedException {
        cluster.createTopics();
        cluster.publish("0", 0);
        try (RunningStreamer streamer = RunningStreamer.start(cluster.settings(), Map.of())) {
            streamer.awaitModel("0");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
                admin.deleteTopics(List.of("models")).all().get();
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> !admin.listTopics().names().get().contains("models"));
            }
            streamer.await(h -> h.lastError().contains("topic models does not exist any more"));
            cluster.sendImages(30);
            awaitAnswers(30);

            Topics.create(
                    cluster.bootstrapServers(),
                    List.of(new NewTopic("models", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))));
            // As many records as before: the consumer's old position is the new end.
            cluster.publish("1", 1);

            streamer.awaitModel("1");
            cluster.sendImages(30);
            awaitAnswers(60);
        }
        Account account = Account.of(cluster);
        assertThat(account.versions()).containsExactly(0, 1);
        assertThat(account.lost()).isEmpty();
        assertThat(account.wrong()).isEmpty();
    }

    @Test
    void recoversFromAFullDiskWhenThereIsRoomAgain() throws Exception {
        // Given: a file system of 64 KiB, which only root can make, with a streamer's spool on it
        cluster.createTopics();
        Path small = Files.createDirectory(dir.resolve("small"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString()) == 0;
        Requirement.need(mounted, "a full disk can be tried only where a tmpfs can be mounted (root)");
        try {
            Map<Setting, String> settings = cluster.settings();
            settings.put(Setting.MODEL_DIR, small.toString());
            cluster.publish("0", 0);
            try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
                streamer.awaitModel("0");
                Path filler = fill(small);

                // When
                cluster.publish("1", 1, "0");
                streamer.await(h -> h.lastRefusal().startsWith("1, spool: "));
                assertThat(streamer.health().lastRefusal()).contains("No space left on device");
                cluster.sendImages(30);
                awaitAnswers(30);
                Files.delete(filler);

                // Then
                streamer.awaitModel("1");
            }
            assertThat(Account.of(cluster).versions()).containsExactly(0);
        } finally {
            run("umount", small.toString());
        }
    }

    private static Path fill(Path directory) throws IOException {
        Path filler = directory.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[256]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
            return filler;
        }
    }

    private void reference(String version, String uri, byte[] file) {
        String json = "{\"schema\":1,\"uri\":\"" + uri + "\",\"sha256\":\"" + Digest.sha256(file) + "\",\"bytes\":"
                + file.length + "}";
        cluster.artefact(version, Cluster.utf8(json));
    }

    private void awaitAnswers(int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> cluster.read("predictions").size() >= count);
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }
}
