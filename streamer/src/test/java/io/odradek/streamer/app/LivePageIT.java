package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.PageVisit;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.TestModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page is told by a real streamer on a real broker. */
class LivePageIT {
    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();

    @ParameterizedTest
    @CsvSource({"at_least_once, classic", "exactly_once_v2, streams"})
    void showsWhatIsProducedAndWhatBecomesOfModels(String guarantee, String protocol) {
        try (Cluster cluster = Cluster.withModel()) {
            Map<Setting, String> settings = cluster.settings(http, dir);
            settings.put(Setting.PROCESSING_GUARANTEE, guarantee);
            try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of("group.protocol", protocol))) {
                streamer.awaitModel("0");
                assertThat(http.status("/page/feed")).as("without the token").isEqualTo(401);
                PageVisit page = new PageVisit(http);
                page.await(visit -> visit.now().get("ready").getAsBoolean());
                page.await(visit -> visit.partitions() == Cluster.PARTITIONS);

                cluster.send(image("cam-7/0042", TestModels.image(2)));
                page.await(visit -> !visit.predictions().isEmpty());
                assertPrediction(page.predictions().get(0), "two", "0");
                assertThat(page.predictions().get(0).get("id").getAsString()).isEqualTo("cam-7/0042");

                cluster.send(image("wrong", TestImages.encode(TestImages.grey(3, 1, 10, 20, 30), "png")));
                page.await(visit -> !visit.letters().isEmpty());
                assertLetter(page.letters().get(0));

                cluster.publish("1", 1);
                cluster.artefact("broken", new byte[] {1, 2, 3});
                cluster.point("broken", "1");
                streamer.await(health -> health.lastRefusal().contains("broken"));
                page.await(visit -> visit.events().contains("refused broken protobuf"));
                assertThat(page.events()).containsExactly("live 0", "live 1", "refused broken protobuf");
                assertThat(page.model().get("live").getAsString()).isEqualTo("1");
                assertThat(page.model().getAsJsonArray("labels").toString()).isEqualTo("[\"zero\",\"one\",\"two\"]");
                assertThat(page.model().get("behindSeconds").getAsDouble()).isPositive();

                cluster.send(image("next", TestModels.image(2)));
                page.await(visit -> visit.predictions().size() == 2);
                assertPrediction(page.predictions().get(1), "zero", "1");
            }
        }
    }

    @Test
    void countsEachImageOnceAndShowsSomeOfEveryClassAtFullLoad() {
        try (Cluster cluster = Cluster.withModel();
                RunningStreamer streamer = RunningStreamer.start(cluster.settings(http, dir), Map.of())) {
            streamer.awaitModel("0");
            PageVisit page = new PageVisit(http);
            page.look();

            cluster.sendImages(6_000);

            page.await(visit -> visit.answered() == 6_000);
            assertThat(page.mix())
                    .containsExactlyInAnyOrderEntriesOf(Map.of("zero", 2_000L, "one", 2_000L, "two", 2_000L));
            // So many may have been answered between two moments at which some of each class are chosen.
            page.await(visit -> {
                cluster.sendImages(300);
                return visit.labels().containsAll(TestModels.LABELS);
            });
            assertThat(page.predictions()).hasSizeLessThan(1_000);
            assertThat(page.now().getAsJsonArray("reasons")).isEmpty();
        }
    }

    private static void assertPrediction(JsonObject shown, String label, String version) {
        assertThat(shown.get("label").getAsString()).isEqualTo(label);
        assertThat(shown.get("version").getAsString()).isEqualTo(version);
        assertThat(shown.get("model").getAsString()).isEqualTo(TestModels.NAME);
        assertThat(shown.get("confidence").getAsDouble()).isBetween(0.9, 1.0);
        assertThat(shown.getAsJsonArray("top")).hasSize(3);
        assertThat(shown.get("latency").getAsDouble()).isBetween(0.0, 60.0);
        assertThat(shown.get("topic").getAsString()).isEqualTo("images");
        JsonObject thumb = shown.getAsJsonObject("thumb");
        assertThat(thumb.get("w").getAsInt()).isEqualTo(2);
        assertThat(thumb.get("data").getAsString()).isEqualTo("AADIAA==");
    }

    private static void assertLetter(JsonObject shown) {
        assertThat(shown.get("reason").getAsString()).isEqualTo("WRONG_SIZE");
        assertThat(shown.get("message").getAsString()).contains("3 x 1");
        assertThat(shown.getAsJsonObject("thumb").get("data").getAsString()).isEqualTo("ChQe");
        assertThat(shown.get("hex").getAsString()).startsWith("89504e47");
    }

    private static ProducerRecord<byte[], byte[]> image(String id, byte[] value) {
        return new ProducerRecord<>(
                "images", 0, null, null, value, List.of(new RecordHeader("odradek-id", Cluster.utf8(id))));
    }
}
