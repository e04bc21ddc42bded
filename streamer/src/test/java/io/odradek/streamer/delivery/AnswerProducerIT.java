package io.odradek.streamer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.Scrape;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When an answer counts as delivered, by a real broker. */
class AnswerProducerIT {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final StreamerMetrics metrics = new StreamerMetrics(registry, HistogramKind.CLASSIC);
    private final Handover handover = new Handover();
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
        cluster.createTopics();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @Test
    void countsAnAnswerWhenItIsAcknowledged() {
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            send(producer, 5);
            producer.flush();

            assertCounts(5, 5);
        }
    }

    @Test
    void countsAnAnswerInATransactionWhenThatIsCommittedAndNeverWhenItIsAborted() {
        try (Producer<byte[], byte[]> producer = producer(Map.of("transactional.id", "odradek-test"))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 5);
            producer.flush();
            assertCounts(5, 0);
            producer.commitTransaction();
            assertCounts(5, 5);

            producer.beginTransaction();
            send(producer, 3);
            producer.flush();
            send(producer, 4);
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, 1);
            producer.commitTransaction();

            assertThat(delivered).hasValue(6);
            assertThat(commits).hasValue(2);
            assertThat(Scrape.of(registry).value("odradek_end_to_end_seconds_count"))
                    .isEqualTo(6);
        }
    }

    @Test
    void countsNoRecordThatIsNoAnswer() {
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            Future<RecordMetadata> unused = producer.send(new ProducerRecord<>("predictions", new byte[1]));
            producer.flush();
        }
        metrics.model("m");
        assertCounts(0, 0);
    }

    private void assertCounts(int acknowledged, int visible) {
        assertThat(Scrape.of(registry).value("odradek_publish_seconds_count")).isEqualTo(acknowledged);
        assertThat(Scrape.of(registry).value("odradek_end_to_end_seconds_count"))
                .isEqualTo(visible);
        assertThat(delivered).hasValue(visible);
    }

    private Producer<byte[], byte[]> producer(Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", cluster.bootstrapServers()));
        settings.putAll(more);
        return new AnswerProducer(
                settings, handover, settings.containsKey("transactional.id"), commits::incrementAndGet);
    }

    private void send(Producer<byte[], byte[]> producer, int count) {
        for (int i = 0; i < count; i++) {
            handover.next(new Answer(
                    metrics.model("m"),
                    true,
                    System.currentTimeMillis(),
                    System.nanoTime(),
                    null,
                    age -> delivered.incrementAndGet()));
            Future<RecordMetadata> unused = producer.send(new ProducerRecord<>("predictions", new byte[1]));
        }
    }
}
