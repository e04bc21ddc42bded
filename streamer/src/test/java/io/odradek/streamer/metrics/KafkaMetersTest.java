package io.odradek.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.odradek.streamer.kit.Scrape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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

    @Test
    void areLookedForAgainWithoutAWordAndAreTheSameThen() {
        // Given: what Micrometer does each minute, and a logger that hears all of it
        List<Runnable> looks = new ArrayList<>();
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        add(producer, "batch-size-avg", 1, "producer");
        KafkaClientMetrics meters = new KafkaClientMetrics(producer, List.of(), new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> scheduleAtFixedRate(Runnable look, long first, long period, TimeUnit unit) {
                looks.add(look);
                return super.schedule(() -> {}, 0, unit);
            }
        });
        bound.add(meters);
        meters.bindTo(KafkaMeters.byLongNames(registry));
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        Logger micrometer = (Logger) LoggerFactory.getLogger("io.micrometer");
        heard.start();
        micrometer.addAppender(heard);

        // When: there is one metric more
        add(producer, "request-latency-avg", 1, "producer");
        looks.forEach(Runnable::run);

        micrometer.detachAppender(heard);
        assertThat(looks).hasSize(1);
        assertThat(heard.list).as("nothing that worries who reads the log").isEmpty();
        assertThat(series())
                .hasSize(2)
                .anyMatch(name -> name.startsWith("kafka_producer_batch_size_avg"))
                .anyMatch(name -> name.startsWith("kafka_producer_request_latency_avg"));
    }

    @Test
    void goWithTheirClient() {
        show("record-send-total", 1, "producer");
        show("record-send-total", 2, "producer");

        bound.remove(0).close();

        assertThat(series()).singleElement().asString().contains("client_id=\"producer-2\"");
    }

    private List<String> series() {
        return List.copyOf(Scrape.of(registry.scrape()).values().keySet());
    }

    private void show(String name, int thread, String client) {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        add(producer, name, thread, client);
        KafkaClientMetrics meters = new KafkaClientMetrics(producer);
        bound.add(meters);
        meters.bindTo(KafkaMeters.byLongNames(registry));
    }

    private static void add(MockProducer<byte[], byte[]> producer, String name, int thread, String client) {
        MetricName named =
                new MetricName(name, "producer-metrics", "", Map.of("client-id", CLIENT.formatted(thread, client)));
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
    }
}
