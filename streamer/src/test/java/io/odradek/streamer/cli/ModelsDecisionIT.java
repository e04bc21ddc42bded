package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.broker.Topics;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.TestModels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code models promote} and {@code models rollback}. */
class ModelsDecisionIT extends ModelsCommandCase {
    @Test
    void refusesATopicThatWouldLoseTheDecision() {
        assertThat(models("list").refused())
                .contains("there is no topic models")
                .contains("--create --topic models --partitions 1 --config cleanup.policy=compact");
        Topics.create(cluster.bootstrapServers(), List.of(new NewTopic("models", 1, (short) 1)));

        assertThat(models("promote", NAME + "@1", "--pending").refused())
                .contains("cleanup.policy=delete")
                .contains("--add-config cleanup.policy=compact");
        assertThat(models("list").done()).startsWith("MODEL");
    }

    @Test
    void refusesAVersionThatIsNotThereUnlessItMayBePending() {
        createTopics();
        cluster.artefact("1", TestModels.file("1", 1));

        assertThat(models("promote", NAME + "@2").refused())
                .contains("has no test-model@2 (there are: 1)")
                .contains("--pending");
        assertThat(cluster.read("models")).hasSize(1);
        assertThat(models("promote", NAME + "@2", "--pending").done())
                .contains("pending until its file is in the topic");
        assertThat(row(models("list").done(), "2")).contains("live").contains("MISSING");
    }

    @Test
    void keepsWhatATrainerWroteFieldByField() {
        createTopics();
        cluster.artefact("2", TestModels.file("2", 2));
        // As the trainer writes it, and with what a later version may add.
        cluster.pointer("{\"schema\":1,\"live\":\"1\",\"previous\":[\"e\",\"d\",\"2\",\"c\",\"b\"],"
                + "\"shadow\":{\"version\":\"7\",\"share\":0.5},\"canary\":null,\"policy\":\"manual\","
                + "\"decisionId\":\"5d0f\",\"by\":\"ana@laptop\",\"at\":\"2026-11-24T04:20:00Z\",\"reason\":\"trained\","
                + "\"notYetKnown\":[1]}");

        models("promote", NAME + "@2", "--by=bob@desk", "--reason=it's \"better\"")
                .done();

        JsonObject json = pointers().get(1);
        assertThat(json.keySet())
                .containsExactlyInAnyOrder(
                        "schema",
                        "live",
                        "previous",
                        "shadow",
                        "canary",
                        "policy",
                        "decisionId",
                        "by",
                        "at",
                        "reason",
                        "notYetKnown");
        assertThat(json.get("schema").getAsInt()).isEqualTo(1);
        assertThat(json.get("live").getAsString()).isEqualTo("2");
        assertThat(json.get("previous").toString()).isEqualTo("[\"1\",\"e\",\"d\",\"c\",\"b\"]");
        assertThat(json.get("shadow").toString()).isEqualTo("{\"version\":\"7\",\"share\":0.5}");
        assertThat(json.get("canary").isJsonNull()).isTrue();
        assertThat(json.get("policy").getAsString()).isEqualTo("manual");
        assertThat(json.get("decisionId").getAsString()).hasSize(36);
        assertThat(json.get("by").getAsString()).isEqualTo("bob@desk");
        assertThat(json.get("at").getAsString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(json.get("reason").getAsString()).isEqualTo("it's \"better\"");
        assertThat(json.get("notYetKnown").toString()).isEqualTo("[1]");
    }

    @Test
    void saysWhoseDecisionIsInForceWhereSomebodyDecidedLater() {
        createTopics();
        publish("1", "2", "3");

        CommandRun run = models("promote", NAME + "@3", "-K", RIVAL + "After");

        assertThat(run.refused())
                .contains("superseded: the decision for test-model@3 (offset 3) is not in force")
                .contains("test-model@2 is live, decided 2026-11-24T05:00:00Z by bob@desk (mine is better)");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void reportsADecisionThatCameInBetweenAndIsOverruled() {
        createTopics();
        publish("1", "2", "3");
        cluster.point("1");

        CommandRun run = models("promote", NAME + "@3", "-K", RIVAL + "Between");

        assertThat(run.done()).contains("in force: test-model@3, offset 5, before: 1");
        assertThat(run.err())
                .contains("another decision came in between (offset 4) and is overruled")
                .contains("test-model@2, decided 2026-11-24T05:00:00Z by bob@desk (mine is better)")
                .contains("\"previous\" does not name it");
        assertThat(pointers()).hasSize(3);
    }

    @Test
    void triesADecisionWithoutWritingIt() {
        createTopics();
        publish("1", "2");
        cluster.point("1");

        assertThat(models("promote", NAME + "@2", "--dry-run").done())
                .contains("would write key test-model: {\"schema\":1,\"live\":\"2\",\"previous\":[\"1\"]");
        assertThat(models("promote", NAME + "@1").done()).contains("nothing to do: test-model@1 is live");
        assertThat(pointers()).hasSize(1);
    }

    @Test
    void bringsBackTheNewestEarlierVersionWhoseFileIsThere() {
        createTopics();
        publish("1", "3");
        cluster.point("3", "2", "1");

        assertThat(models("rollback", NAME).done()).contains("in force: test-model@1, offset 3, before: 3");
        assertThat(pointers().get(1).get("previous").toString()).isEqualTo("[\"3\",\"2\"]");
        assertThat(models("rollback", NAME, "--to=2").refused()).contains("has no test-model@2");
        assertThat(models("rollback", NAME, "--to=3").done()).contains("in force: test-model@3");
        cluster.point("3", "2");
        assertThat(models("rollback", NAME).refused()).contains("none that can be served is in topic models: 2");
        assertThat(models("rollback", "other").refused()).contains("model other has no pointer");
    }

    @Test
    void isFollowedByARunningStreamerWithoutLosingAnImage() {
        createTopics();
        cluster.publish("1", 1);
        try (RunningStreamer streamer = RunningStreamer.start(cluster.settings(), Map.of())) {
            streamer.awaitModel("1");
            cluster.sendImages(200);
            cluster.artefact("2", TestModels.file("2", 2));
            models("promote", NAME + "@2").done();
            streamer.awaitModel("2");
            cluster.sendImages(200);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cluster.count("predictions") >= 400);

            models("rollback", NAME, "--reason=worse").done();
            streamer.awaitModel("1");
            cluster.sendImages(200);

            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cluster.count("predictions") >= 600);
        }
        Account account = Account.of(cluster);
        assertThat(account.images()).isEqualTo(600);
        assertThat(account.lost()).isEmpty();
        assertThat(account.wrong()).isEmpty();
        assertThat(account.versions()).containsExactly(1, 2);
        List<ConsumerRecord<byte[], byte[]>> predictions = cluster.read("predictions");
        assertThat(Account.json(predictions.get(predictions.size() - 1))
                        .getAsJsonObject("model")
                        .get("version")
                        .getAsString())
                .isEqualTo("1");
    }
}
