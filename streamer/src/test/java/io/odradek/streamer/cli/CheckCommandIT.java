package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.broker.Topics;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each line of {@code check}, good and bad, on a real broker without an authorizer. */
class CheckCommandIT {
    private static final Map<String, String> ROOMY = Map.of("max.message.bytes", String.valueOf(1_048_588 + 65_536));

    private Cluster cluster;

    @TempDir
    private Path dir;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @Test
    void findsNothingThatFailsWhereAllIsWell() {
        cluster.createTopics();
        cluster.publish("1", 1);

        CommandRun run = check();

        assertThat(run.done())
                .containsPattern("ok +broker: cluster \\S+ at \\S+, 1 broker\\(s\\), metadata.version \\d+")
                .contains("ok    access: the broker has no authorizer")
                .contains("ok    topic images: exists, 4 partition(s)")
                .contains("ok    topic predictions: 4 partitions, as many as topic images")
                .contains("ok    topic models: 1 partition\n")
                .contains("ok    topic images-dlq: takes records of 1114124 bytes")
                .contains("ok    topic predictions: takes every timestamp that topic images takes")
                .contains("ok    topic models: compacted")
                .contains("ok    topic images: keeps images for 168.0 hours")
                .contains("ok    topic predictions: keeps predictions for 168.0 hours")
                .contains("ok    broker: offsets.retention.minutes=10080, as long as images are kept")
                .contains("ok    group odradek: has never run: it will begin with the oldest image")
                .contains("ok    model test-model: test-model@1 is live, sha256 ")
                .contains(", 0 FAIL");
    }

    @Test
    void saysWhyABrokerCannotBeReached() {
        CommandRun run = CommandRun.of("check", "--bootstrap-servers=127.0.0.1:1");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("FAIL  broker: cannot reach Kafka at 127.0.0.1:1")
                .contains("0 ok, 0 warn, 1 FAIL");
    }

    @Test
    void namesEveryMissingTopicAndStillLooksAtTheOthers() {
        create(new NewTopic("images", 3, (short) 1));

        assertThat(failed())
                .contains("ok    topic images: exists, 3 partition(s)")
                .contains("FAIL  topic predictions: is missing\n        kafka-topics.sh --bootstrap-server "
                        + cluster.bootstrapServers() + " --create --topic predictions --partitions 3")
                .contains("FAIL  topic images-dlq: is missing")
                .contains("FAIL  topic models: is missing")
                .contains("FAIL  model test-model: cannot be checked: there is no topic models")
                .contains("ok    topic images: keeps images for");
    }

    @Test
    void findsEveryFaultOfTheTopicsInOneRun() {
        create(
                new NewTopic("images", 4, (short) 1).configs(Map.of("message.timestamp.after.max.ms", "9000000000")),
                new NewTopic("predictions", 2, (short) 1),
                new NewTopic("images-dlq", 1, (short) 1).configs(ROOMY),
                new NewTopic("models", 2, (short) 1));

        assertThat(failed())
                .contains("FAIL  topic predictions: topic images has 4 partitions and predictions has 2")
                .contains("--alter --topic predictions --partitions 4")
                .contains(
                        "FAIL  topic models: topic models has 2 partitions, it must have 1: delete it with all models")
                .containsPattern("--delete --topic models && kafka-topics.sh .* --create --topic models"
                        + " .*  # DELETES every model and decision in it")
                .contains("FAIL  topic predictions: topic predictions takes records of 1048588 bytes")
                .contains("--entity-name predictions --add-config max.message.bytes=1114124")
                .contains("ok    topic images-dlq: takes records of 1114124 bytes")
                .contains("FAIL  topic predictions: topic predictions has message.timestamp.after.max.ms=3600000")
                .contains("FAIL  topic images-dlq: topic images-dlq has message.timestamp.after.max.ms=3600000")
                .contains("--entity-name images-dlq --add-config message.timestamp.after.max.ms=9000000000")
                .contains("FAIL  topic models: topic models has cleanup.policy=delete")
                .contains("--entity-name models --add-config cleanup.policy=compact");
    }

    @Test
    void warnsOfWhatWorksAndWillSurpriseOneDay() {
        create(
                new NewTopic("images", 1, (short) 1)
                        .configs(Map.of("retention.ms", "3600000", "retention.bytes", "1000000")),
                new NewTopic("predictions", 1, (short) 1)
                        .configs(with(ROOMY, "retention.ms", "60000", "cleanup.policy", "compact,delete")),
                new NewTopic("images-dlq", 1, (short) 1).configs(ROOMY),
                new NewTopic("models", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")),
                new NewTopic("models-status", 1, (short) 1));

        assertThat(check().done())
                .contains("warn  topic images: keeps images for 1.0 hours")
                .contains("--entity-name images --add-config retention.ms=604800000")
                .contains("warn  topic images: keeps 1000000 bytes a partition")
                .contains("--entity-name images --add-config retention.bytes=-1")
                .contains("warn  topic predictions: keeps predictions for 0.0 hours, topic images images for 1.0 hours")
                .contains("--entity-name predictions --add-config retention.ms=3600000")
                .contains("warn  topic predictions: is compacted: it refuses records without key")
                .contains("--entity-name predictions --add-config cleanup.policy=delete")
                .contains("warn  topic models: takes records of 1048588 bytes, odradek.model.max.bytes allows")
                .contains("--entity-name models --add-config max.message.bytes=67174400")
                .contains("warn  topic images: replication factor 1, min.insync.replicas=1")
                .contains("warn  model test-model: has no pointer")
                .contains("streamer models publish model.onnx --promote");
    }

    @Test
    void warnsWhereProgressIsForgottenBeforeTheImagesAre() {
        create(new NewTopic("images", 1, (short) 1).configs(Map.of("retention.ms", "-1")));

        assertThat(check().out())
                .contains("ok    topic images: keeps images for ever")
                .contains("warn  broker: offsets.retention.minutes=10080 is shorter than topic images keeps images")
                .contains("echo 'offsets.retention.minutes=525600'");
    }

    @Test
    void saysWhatIsWrongWithTheModelInForce() {
        cluster.createTopics();
        cluster.point("7");
        assertThat(failed())
                .contains("FAIL  model test-model: the pointer names 7, whose file is not in topic models")
                .contains("streamer models rollback test-model --bootstrap-servers");

        var wrong = TestModels.model("7", 1);
        wrong.getGraphBuilder().getNodeBuilder(3).setOpType("Identity").clearAttribute();
        cluster.artefact("7", wrong.build().toByteArray());
        assertThat(failed()).contains("FAIL  model test-model: test-model@7 would be refused: stage output: ");

        cluster.artefact("7", TestModels.file("7", 1));
        cluster.pointer("nonsense");
        assertThat(failed())
                .containsPattern(
                        "FAIL +model test-model: the pointer \\(offset \\d+\\) is unreadable: pointer: not JSON")
                .contains("streamer models promote test-model@7")
                .contains("ok    model test-model: test-model@7 is live");
    }

    @Test
    void followsAReferenceToAnAllowedPlaceAndKeepsNothing() throws IOException {
        cluster.createTopics();
        Path store = Files.createDirectory(dir.resolve("store"));
        byte[] file = TestModels.file("7", 1);
        Path model = Files.write(store.resolve("m.onnx"), file);
        cluster.artefact(
                "7",
                Cluster.utf8("{\"schema\":1,\"uri\":\"" + "file://" + model + "\",\"sha256\":\"" + Digest.sha256(file)
                        + "\",\"bytes\":" + file.length + "}"));
        cluster.point("7");
        String allow = "--model-uri-allow=file://" + store + "/";
        String work = "--model-dir=" + dir.resolve("work");

        assertThat(failed())
                .contains("FAIL  model test-model: test-model@7 would be refused: stage fetch: file://" + model
                        + " lies in no allowed place (odradek.model.uri.allow)");
        assertThat(check(allow, work).done())
                .contains("ok    model test-model: test-model@7 is live, sha256 " + Digest.sha256(file)
                        + ", fetched from file://" + model + ", admitted here");
        assertThat(dir.resolve("work")).isEmptyDirectory();

        Files.delete(model);
        assertThat(check(allow, work).done())
                .contains(
                        "warn  model test-model: test-model@7 is live and was not tried: its place is allowed and cannot"
                                + " be reached from here: file://" + model + ": there is no such file");
        Path cache = Files.createDirectories(dir.resolve("work/odradek-cache"));
        Files.write(cache.resolve(Digest.sha256(file) + ".onnx"), file);
        assertThat(check(allow, work).done()).contains(", from the cache " + cache + " (file://");

        Files.write(model, TestModels.file("7", 2));
        assertThat(check(allow, work).out())
                .containsPattern("FAIL +model test-model: test-model@7 would be refused: stage fetch: file://\\S+ has");
    }

    @Test
    void triesTheWatchedFile() throws IOException {
        cluster.createTopics();
        String path = "--model-path=" + dir;
        assertThat(check(path).done())
                .contains("warn  model test-model: there is no model file at " + dir + " (odradek.model.path)");

        Files.write(dir.resolve("m.onnx"), TestModels.file("7", 1));
        assertThat(check(path).done())
                .contains("ok    model test-model: test-model@7 at " + dir + ", sha256 "
                        + Digest.sha256(TestModels.file("7", 1)) + ", admitted here")
                .doesNotContain("topic models:");

        Files.write(dir.resolve("m.onnx"), Cluster.utf8("garbage"));
        CommandRun bad = check(path);
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.out())
                .contains("FAIL  model test-model: m.onnx at " + dir + " would be refused: stage protobuf: ");
    }

    @Test
    void saysThatADeletedPointerLeavesTheModelInForce() {
        cluster.createTopics();
        cluster.publish("1", 1);
        cluster.pointer(null);

        assertThat(check().done())
                .contains("warn  model test-model: its pointer was deleted (offset 2): an instance that runs keeps 1")
                .contains("streamer models promote test-model@1 --bootstrap-servers");
    }

    @Test
    void namesEverySettingThatItsCommandsNeed() {
        create(
                new NewTopic("images", 1, (short) 1),
                new NewTopic("registry", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));

        assertThat(check("--models-topic=registry").out())
                .contains("streamer models publish model.onnx --promote --bootstrap-servers "
                        + cluster.bootstrapServers() + " --models-topic registry\n");
    }

    @Test
    void saysWhereAGroupWithoutProgressWillBegin() {
        cluster.createTopics();
        cluster.publish("1", 1);
        cluster.sendImages(40);
        assertThat(check("--start=latest").done())
                .contains(
                        "group odradek: has never run: it will begin with the first image that comes after its start");
        assertThat(check("--start=PT1H").done())
                .contains("it will begin with the first image that is not older than PT1H when it starts");

        try (RunningStreamer streamer =
                RunningStreamer.start(with(cluster.settings(), Setting.START, "latest"), Map.of())) {
            streamer.awaitModel("1");
        }

        assertThat(check("--start=latest").done()).contains("group odradek: 0 record(s) of topic images behind");
    }

    @Test
    void knowsAGroupOfTheStreamsProtocol() {
        cluster.createTopics();
        cluster.publish("1", 1);
        try (RunningStreamer streamer =
                RunningStreamer.start(cluster.settings(), Map.of("group.protocol", "streams"))) {
            streamer.awaitModel("1");
            cluster.sendImages(40);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cluster.count("predictions") == 40);

            assertThat(check().done())
                    .containsPattern("ok +group odradek: [1-9]\\d* member\\(s\\)")
                    .doesNotContain("group odradek: may be described")
                    .doesNotContain("has never run");
        }
        assertThat(check().done())
                .contains("warn  group odradek: no instance is running")
                .contains("ok    group odradek: 0 record(s) of topic images behind");
    }

    @Test
    void tellsWhatTheStreamerWillCreate() {
        create(new NewTopic("images", 3, (short) 1));

        assertThat(check("--create-topics").out())
                .contains("ok    topic predictions: is missing, the streamer will create it")
                .doesNotContain("FAIL  topic predictions");
        assertThat(check("--create-topics", "--create-replication=3").out())
                .contains("FAIL  topic predictions: is missing, and cannot be created: ");
    }

    @Test
    void countsMembersLagAndWhatRetentionTook() throws ExecutionException, InterruptedException {
        cluster.createTopics();
        cluster.publish("1", 1);
        try (RunningStreamer streamer = RunningStreamer.start(cluster.settings(), Map.of())) {
            streamer.awaitModel("1");
            cluster.sendImages(100);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cluster.count("predictions") == 100);
            assertThat(check().done()).containsPattern("ok +group odradek: [1-9]\\d* member\\(s\\)");
        }
        cluster.sendImages(40);

        assertThat(check().done())
                .contains("warn  group odradek: no instance is running\n        streamer run --bootstrap-servers ")
                .contains("ok    group odradek: 40 record(s) of topic images behind");

        deleteImages(30);

        assertThat(failed())
                .contains("FAIL  group odradek: 20 record(s) of topic images were deleted by retention")
                .contains("ok    group odradek: 20 record(s) of topic images behind");
    }

    @Test
    void printsTheSameForPrograms() {
        cluster.createTopics();
        cluster.point("7");

        CommandRun run = check("--json");

        assertThat(run.code()).isEqualTo(1);
        JsonObject json = run.json();
        assertThat(json.get("ok").getAsBoolean()).isFalse();
        assertThat(json.getAsJsonArray("findings"))
                .filteredOn(f -> f.getAsJsonObject().get("level").getAsString().equals("fail"))
                .singleElement()
                .satisfies(f -> assertThat(f.getAsJsonObject().get("fix").getAsString())
                        .startsWith("streamer models rollback test-model"));
    }

    @Test
    void tellsWrongUsageFromFailure() {
        assertThat(CommandRun.of("check", "--nonsense").code()).isEqualTo(2);
        assertThat(CommandRun.of("check", "--processing-guarantee=often").code())
                .isEqualTo(2);
    }

    private CommandRun check(String... more) {
        String[] all = new String[more.length + 2];
        all[0] = "check";
        all[1] = "--model-name=" + TestModels.NAME;
        System.arraycopy(more, 0, all, 2, more.length);
        return CommandRun.on(cluster, all);
    }

    /** The output of a check of which something failed. */
    private String failed() {
        CommandRun run = check();
        assertThat(run.code()).as(run.toString()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    private void create(NewTopic... topics) {
        Topics.create(cluster.bootstrapServers(), List.of(topics));
    }

    /** Up to that offset in each partition, as retention does; 25 of each partition's images were classified. */
    private void deleteImages(long before) throws ExecutionException, InterruptedException {
        Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
        for (int p = 0; p < Cluster.PARTITIONS; p++) {
            records.put(new TopicPartition("images", p), RecordsToDelete.beforeOffset(before));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.deleteRecords(records).all().get();
        }
    }

    private static Map<Setting, String> with(Map<Setting, String> map, Setting key, String value) {
        Map<Setting, String> all = new HashMap<>(map);
        all.put(key, value);
        return all;
    }

    private static Map<String, String> with(Map<String, String> map, String... pairs) {
        Map<String, String> all = new HashMap<>(map);
        for (int i = 0; i < pairs.length; i += 2) {
            all.put(pairs[i], pairs[i + 1]);
        }
        return all;
    }
}
