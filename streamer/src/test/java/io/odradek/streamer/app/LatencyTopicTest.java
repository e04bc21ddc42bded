package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LatencyTopicTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicInteger failures = new AtomicInteger();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-28T14:10:00.001Z"));
    private final Deque<Map<String, LatencyTopic.Times>> intervals = new ArrayDeque<>();
    private final LatencyTopic latency = new LatencyTopic(
            () -> intervals.isEmpty() ? Map.of() : intervals.pop(),
            new TopicWriter(producer, "latency", "host-1", failures::incrementAndGet),
            clock,
            "host-1");

    @Test
    void writesTheStagesOfEachIntervalUnderTheInstance() {
        Map<String, LatencyTopic.Times> times = new LinkedHashMap<>();
        times.put("decode", new LatencyTopic.Times(1_200, 0.0012, 0.002, 0.0045, 0.0103));
        times.put("endToEnd", new LatencyTopic.Times(0, 0, 0, 0, 0));
        intervals.add(times);
        clock.pass(10.001);

        latency.tell();

        assertThat(producer.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("latency");
            assertThat(text(record.key())).isEqualTo("host-1");
        });
        assertThat(texts())
                .containsExactly("{\"schema\":1,\"instance\":\"host-1\",\"from\":\"2026-11-28T14:10:00.001Z\","
                        + "\"to\":\"2026-11-28T14:10:10.002Z\",\"unit\":\"seconds\",\"stages\":{"
                        + "\"decode\":{\"count\":1200,\"p50\":0.0012,\"p95\":0.002,\"p99\":0.0045,\"p999\":0.0103},"
                        + "\"endToEnd\":{\"count\":0,\"p50\":null,\"p95\":null,\"p99\":null,\"p999\":null}}}");
    }

    @Test
    void leavesNoGapBetweenIntervalsNorBeforeTheEnd() {
        clock.pass(10);
        latency.tell();
        clock.pass(10);
        latency.tell();
        clock.pass(3);

        latency.close();

        assertThat(texts()).hasSize(3);
        assertThat(texts().get(1))
                .contains("\"from\":\"2026-11-28T14:10:10.001Z\",\"to\":\"2026-11-28T14:10:20.001Z\"");
        assertThat(texts().get(2))
                .contains("\"from\":\"2026-11-28T14:10:20.001Z\",\"to\":\"2026-11-28T14:10:23.001Z\"");
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void writesOneIntervalAfterTheOtherByItself() {
        latency.start(Duration.ofMillis(1));

        Awaitility.await().until(() -> producer.history().size() >= 3);
        latency.close();
    }

    @Test
    void countsWhatCannotBeWrittenAndGoesOn() {
        latency.tell();
        producer.errorNext(new TimeoutException("no answer"));
        producer.sendException = new TimeoutException("no answer");
        latency.tell();
        producer.sendException = null;

        latency.tell();

        assertThat(failures).hasValue(2);
        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void goesOnWhenTheTimesAreNotToBeHad() {
        AtomicInteger asked = new AtomicInteger();
        LatencyTopic broken = new LatencyTopic(
                () -> {
                    asked.incrementAndGet();
                    throw new IllegalStateException("none");
                },
                new TopicWriter(producer, "latency", "host-1", failures::incrementAndGet),
                clock,
                "host-1");

        broken.start(Duration.ofMillis(1));

        Awaitility.await().until(() -> asked.get() >= 2);
        broken.close();
    }

    private List<String> texts() {
        return producer.history().stream().map(record -> text(record.value())).toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
