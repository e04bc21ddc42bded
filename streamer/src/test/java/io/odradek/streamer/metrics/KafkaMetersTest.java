package io.odradek.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.odradek.streamer.kit.Scrape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept of Kafka's own metrics, by Micrometer's binder. */
class KafkaMetersTest {
    private static final String CLIENT = "odradek-5f0c9a1e-StreamThread-%d-%s";

    private final PrometheusMeterRegistry registry = Registries.create();
    private final List<KafkaClientMetrics> bound = new ArrayList<>();

    @AfterEach
    void unbind() {
        bound.forEach(KafkaClientMetrics::close);
        registry.close();
    }

    @Test
    void areThereForEachThreadUnderAShortName() {
        show("record-send-total", 1, "producer");
        show("record-send-total", 2, "producer");
        show("record-send-total", 3, "producer");

        assertThat(series()).hasSize(3).allMatch(name -> name.startsWith("kafka_producer_record_send_total{"));
        for (int thread = 1; thread <= 3; thread++) {
            String client = "client_id=\"producer-" + thread + "\"";
            assertThat(series()).anyMatch(name -> name.contains(client));
        }
    }

    @Test
    void areNotThoseOfClientsThatRestoreState() {
        show("record-send-total", 1, "producer");
        show("record-send-total", 1, "restore-consumer");

        assertThat(series()).singleElement().asString().contains("client_id=\"producer-1\"");
    }

    @Test
    void areOnlyThoseOfTheList() {
        show("io-wait-ratio", 1, "producer");

        assertThat(series()).isEmpty();
    }

    private List<String> series() {
        return List.copyOf(Scrape.of(registry.scrape()).values().keySet());
    }

    private void show(String name, int thread, String client) {
        MetricName named =
                new MetricName(name, "producer-metrics", "", Map.of("client-id", CLIENT.formatted(thread, client)));
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        producer.setMockMetrics(named, new Metric() {
            @Override
            public MetricName metricName() {
                return named;
            }

            @Override
            public Object metricValue() {
                return 1.0;
            }
        });
        KafkaClientMetrics meters = new KafkaClientMetrics(producer);
        bound.add(meters);
        meters.bindTo(registry);
    }
}
