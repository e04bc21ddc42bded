package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Topics;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.model.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory is bounded by bytes, whatever the number of records that wait. */
class LargeImagesIT {
    private static final int LARGE = 10_000_000;
    private static final int BLANK = 1_000_000;

    @TempDir
    private Path dir;

    @Test
    void passesAGigabyteOfTenMegabyteImagesThroughAHeapOfHalfOfThat() {
        try (Cluster cluster = new Cluster()) {
            Topics.create(
                    cluster.bootstrapServers(),
                    List.of(new NewTopic("images", 2, (short) 1)
                            .configs(Map.of("max.message.bytes", String.valueOf(LARGE + 1_000)))));
            byte[] image = new byte[LARGE];
            for (int i = 0; i < 100; i++) {
                cluster.send(new ProducerRecord<>("images", i % 2, null, image));
            }

            answersAll(cluster, 100, "-Xmx512m");
        }
    }

    @Test
    void passesBlankImagesThroughAHeapThatWouldNotHoldWhatAFewCompressedKilobytesBecome() {
        try (Cluster cluster = new Cluster()) {
            Topics.create(cluster.bootstrapServers(), List.of(new NewTopic("images", 2, (short) 1)));
            Map<String, Object> compressed = Map.of(
                    "bootstrap.servers", cluster.bootstrapServers(), "compression.type", "zstd", "linger.ms", 100);
            byte[] image = new byte[BLANK];
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(compressed, new ByteArraySerializer(), new ByteArraySerializer())) {
                for (int i = 0; i < 600; i++) {
                    var unused = producer.send(new ProducerRecord<>("images", i % 2, null, image));
                }
            }

            answersAll(cluster, 600, "-Xmx256m");
        }
    }

    /** Images of the wrong size, and one of the right one behind them. */
    private void answersAll(Cluster cluster, int wrong, String heap) {
        try (StreamerProcess streamer = StreamerProcess.start(
                dir.resolve("streamer.log"),
                Map.of("JAVA_OPTS", heap),
                List.of(
                        "run",
                        "--bootstrap-servers=" + cluster.bootstrapServers(),
                        "--create-topics",
                        "--model-name=" + TestModels.NAME,
                        "--http-port=0",
                        "--threads=2",
                        "-K",
                        "producer.compression.type=lz4"))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> streamer.output().contains("waiting for a pointer"));
            cluster.publish("0", 0);
            cluster.send(new ProducerRecord<>("images", 0, null, TestModels.image(1)));

            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
                assertThat(streamer.isAlive()).as(streamer.output()).isTrue();
                return cluster.count("images-dlq") == wrong && cluster.count("predictions") == 1;
            });
            assertThat(streamer.output()).doesNotContain("Deserializer");
            assertThat(streamer.terminate()).isEqualTo(143);
        }
    }
}
