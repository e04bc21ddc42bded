package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.Tryout;
import io.odradek.streamer.model.TestModels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a real streamer rejected is sent again when the cause is gone, and is classified. */
class DlqReplayStreamerIT extends CommandCase {
    private static final int IMAGES = 20;

    @Test
    void imagesThatALimitRefusedAreClassifiedWhenItIsRaisedAndVerifyAccountsForAll() {
        cluster.createModel();
        cluster.sendAll(
                IMAGES,
                i -> new ProducerRecord<>(
                        "images",
                        i % Cluster.PARTITIONS,
                        Cluster.utf8("key" + i),
                        Tryout.png(TestModels.image(i % 3), 2),
                        List.of(new RecordHeader("odradek-id", Cluster.utf8("id" + i)))));
        cluster.send(new ProducerRecord<>("images", 0, null, Cluster.utf8("no image")));
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.IMAGE_MAX_BYTES, "1");
        answer(settings, "images-dlq", IMAGES + 1);

        assertThat(run("dlq", "replay", "--all").done()).contains(IMAGES + 1 + " sent");

        settings.remove(Setting.IMAGE_MAX_BYTES);
        answer(settings, "predictions", IMAGES);
        assertThat(cluster.read("predictions"))
                .hasSize(IMAGES)
                .allSatisfy(DlqReplayStreamerIT::isOfAnImageThatWasSentAgain);
        JsonObject account = run("verify", "--json").json();
        assertThat(account.get("ok").getAsBoolean()).as(account.toString()).isTrue();
        assertThat(account.get("unidentified").getAsInt())
                .as("marks are no answers")
                .isZero();
        assertThat(account.getAsJsonObject("total").get("inputs").getAsInt()).isEqualTo(2 * (IMAGES + 1));

        // What was refused again is not sent a third time, unless that is asked for.
        JsonObject again = run("dlq", "replay", "--all", "--json").json();
        assertThat(again.get("sent").getAsInt()).isZero();
        assertThat(again.getAsJsonObject("notSent").get("refusedAgain").getAsInt())
                .isEqualTo(1);
        assertThat(again.getAsJsonObject("notSent").get("sentBefore").getAsInt())
                .isEqualTo(IMAGES + 1);
    }

    private void answer(Map<Setting, String> settings, String topic, int count) {
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            streamer.awaitModel("0");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> cluster.read(topic).size() >= count);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> run("verify", "--json")
                                    .json()
                                    .getAsJsonObject("total")
                                    .get("pending")
                                    .getAsInt()
                            == 0);
        }
    }

    private static void isOfAnImageThatWasSentAgain(ConsumerRecord<byte[], byte[]> prediction) {
        assertThat(Arrays.stream(prediction.headers().toArray()).map(Header::key))
                .containsExactly(
                        "odradek-id",
                        "odradek-replayed",
                        "odradek-replays",
                        "odradek-replayed-image",
                        "odradek-replayed-time");
        assertThat(DeadLetterRecords.text(prediction, "odradek-replays")).isEqualTo("1");
        assertThat(new String(prediction.key(), StandardCharsets.UTF_8))
                .isEqualTo(DeadLetterRecords.text(prediction, "odradek-id").replace("id", "key"));
    }
}
