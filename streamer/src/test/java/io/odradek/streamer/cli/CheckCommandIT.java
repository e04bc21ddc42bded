package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.broker.Topics;
import io.odradek.streamer.model.TestModels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** What {@code check} says of broker and topics, and how. */
class CheckCommandIT extends CheckCommandCase {
    private static final Map<String, String> ROOMY = Map.of("max.message.bytes", String.valueOf(1_048_588 + 65_536));

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
                        .configs(Map.of(
                                "retention.ms",
                                "3600000",
                                "retention.bytes",
                                "1000000",
                                "message.timestamp.before.max.ms",
                                "1800000")),
                new NewTopic("predictions", 1, (short) 1)
                        .configs(with(
                                ROOMY,
                                "retention.ms",
                                "60000",
                                "cleanup.policy",
                                "compact,delete",
                                "message.timestamp.before.max.ms",
                                "1800000")),
                new NewTopic("images-dlq", 1, (short) 1).configs(ROOMY),
                new NewTopic("models", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")),
                new NewTopic("models-status", 1, (short) 1),
                new NewTopic("latency", 1, (short) 1));

        assertThat(check().done())
                .contains("warn  topic images: keeps images for 1.0 hours")
                .contains("--entity-name images --add-config retention.ms=604800000")
                .contains("warn  topic images: keeps 1000000 bytes a partition")
                .contains("--entity-name images --add-config retention.bytes=-1")
                .contains("warn  topic predictions: keeps predictions for 0.0 hours, topic images images for 1.0 hours")
                .contains("--entity-name predictions --add-config retention.ms=3600000")
                .contains(
                        "warn  topic predictions: topic predictions has message.timestamp.before.max.ms=1800000, and an"
                                + " image may wait longer in topic images")
                .contains("--entity-name predictions --add-config message.timestamp.before.max.ms=3600000")
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
    void namesEverySettingThatItsCommandsNeed() {
        create(
                new NewTopic("images", 1, (short) 1),
                new NewTopic("registry", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));

        assertThat(check("--models-topic=registry").out())
                .contains("streamer models publish model.onnx --promote --bootstrap-servers "
                        + cluster.bootstrapServers() + " --models-topic registry\n");
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
    void looksAtEachTopicOfImagesAndEachModel() {
        cluster.createTopics();
        create(new NewTopic("a", 4, (short) 1), new NewTopic("b", 5, (short) 1));
        cluster.publish("0", 0);

        assertThat(run("check", "--routes=a=" + TestModels.NAME + ",b=pets").out())
                .contains("ok    topic a: exists, 4 partition(s)")
                .contains("FAIL  topic predictions: topic b has 5 partitions and predictions has 4")
                .contains("ok    topic b: keeps images for")
                .containsOnlyOnce("ok    group odradek: has never run")
                .contains("ok    model test-model: test-model@0 is live")
                .contains("warn  model pets: has no pointer: the streamer waits for one")
                .doesNotContain("topic images:");
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

    private void create(NewTopic... topics) {
        Topics.create(cluster.bootstrapServers(), List.of(topics));
    }

    private static Map<String, String> with(Map<String, String> map, String... pairs) {
        Map<String, String> all = new HashMap<>(map);
        for (int i = 0; i < pairs.length; i += 2) {
            all.put(pairs[i], pairs[i + 1]);
        }
        return all;
    }
}
