package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.broker.Topics;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.SecuredKafka;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.Test;

/** {@code replay} by a user who may not do what it needs, and then may. */
class ReplayRightsIT extends SecuredKafkaCase {
    @Test
    void needsTheDocumentedRightsAndNamesWhatItMayNotReadBeforeItClassifies() throws Exception {
        // Given an image that was answered
        try (RunningStreamer streamer = RunningStreamer.start(settings("LOGIN"), kafka.pasted("secured:scram"))) {
            streamer.awaitModel("0");
            answersAnImageAndRefusesAnother();
        }
        Topics.create(
                kafka.cluster().bootstrapServers(),
                List.of(
                        new NewTopic("labels", Optional.of(1), Optional.empty()),
                        new NewTopic("predictions-new", Optional.of(1), Optional.empty())));
        kafka.cluster()
                .send(new ProducerRecord<>(
                        "labels",
                        Cluster.utf8(
                                "{\"label\":\"one\",\"source\":{\"topic\":\"images\",\"partition\":0,\"offset\":0}}")));

        // When it may do what the streamer may
        String refusal = replay("--output=" + dir.resolve("new.jsonl")).refused();

        // Then
        assertThat(refusal)
                .startsWith("streamer: topic predictions at " + kafka.address("LOGIN")
                        + " cannot be read: Not authorized to access topics: [predictions]");
        assertThat(dir.resolve("new.jsonl.partial")).doesNotExist();

        // and when it may see no labels
        List<AclBinding> needed = SecuredKafka.needed("rights:replay");
        kafka.allow(needed.stream()
                .filter(rule -> !rule.pattern().name().equals("labels"))
                .toList());
        await(() -> replay().code() == 0);
        assertThat(replay("--json").json().get("accuracy").isJsonNull()).isTrue();

        // and when it has the rights of OPERATIONS.md
        kafka.allow(needed);
        await(() -> replay().out().contains("1 of those have a true label"));
        JsonObject json = replay("--output-topic=predictions-new", "--json").json();
        assertThat(json.get("compared"))
                .hasToString("{\"images\":1,\"same\":1,\"changed\":0,\"withoutThen\":0,\"rejectedNow\":0}");
        assertThat(json.getAsJsonObject("accuracy").get("bothRight").getAsInt()).isEqualTo(1);
        assertThat(kafka.cluster().count("predictions-new")).isEqualTo(1);
    }

    private static CommandRun replay(String... options) throws Exception {
        String[] all = new String[options.length + 2];
        all[0] = "--model=test-model@0";
        all[1] = "--model-probe-seconds=0";
        System.arraycopy(options, 0, all, 2, options.length);
        return run("replay", kafka.pasted("secured:scram"), "LOGIN", all);
    }
}
