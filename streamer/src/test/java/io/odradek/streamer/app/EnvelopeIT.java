package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.TestModels;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Images in JSON envelopes, through a real broker. */
class EnvelopeIT {
    @Test
    void answersUnderTheEnvelopesIdAndLeavesABadOneUntouched() {
        try (Cluster cluster = Cluster.withModel()) {
            Map<Setting, String> settings = cluster.settings();
            settings.put(Setting.IMAGES_ENVELOPE, "json");
            byte[] png = TestImages.encode(TestImages.grey(2, 2, 0, 200, 3, 4), "png");
            String bad = "{\"id\":\"cam-3\",\"image\":\"no base64!\"}";
            try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
                streamer.awaitModel("0");
                send(cluster, envelope("cam-1", png));
                send(cluster, envelope("cam-2", TestModels.image(2)));
                send(cluster, bad);

                cluster.awaitAnswers(2);
                Awaitility.await().until(() -> cluster.read("images-dlq").size() == 1);
            }
            assertThat(cluster.read("predictions").stream()
                            .collect(Collectors.toMap(EnvelopeIT::id, EnvelopeIT::label)))
                    .isEqualTo(Map.of("cam-1", "one", "cam-2", "two"));
            ConsumerRecord<byte[], byte[]> letter = cluster.read("images-dlq").get(0);
            assertThat(Account.header(letter, "odradek-reason")).isEqualTo("BAD_ENVELOPE");
            assertThat(id(letter)).isEqualTo("cam-3");
            assertThat(letter.value()).isEqualTo(Cluster.utf8(bad));
        }
    }

    private static void send(Cluster cluster, String envelope) {
        cluster.send(new ProducerRecord<>("images", Cluster.utf8(envelope)));
    }

    private static String envelope(String id, byte[] image) {
        return "{\"id\":\"" + id + "\",\"image\":\"" + Base64.getEncoder().encodeToString(image) + "\"}";
    }

    private static String id(ConsumerRecord<byte[], byte[]> record) {
        return Account.header(record, "odradek-id");
    }

    private static String label(ConsumerRecord<byte[], byte[]> record) {
        return Account.json(record).get("label").getAsString();
    }
}
