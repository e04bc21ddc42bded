package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.kit.ManualClock;
import io.odradek.streamer.metrics.Latencies;
import io.odradek.streamer.metrics.LatencyStage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LatencyTopicTest {
    private static final String NOTHING = "{\"count\":0,\"p50\":null,\"p95\":null,\"p99\":null,\"p999\":null}";

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicInteger failures = new AtomicInteger();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-28T14:10:00.001Z"));
    private final LatencyTopic latency = new LatencyTopic(
            new TopicWriter(producer, "latency", "host-1", failures::incrementAndGet), clock, "host-1");

    @Test
    void writesALineAlsoWhenNothingWasAnswered() {
        clock.pass(10.001);

        latency.tell();

        assertThat(producer.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("latency");
            assertThat(text(record.key())).isEqualTo("host-1");
        });
        assertThat(texts())
                .containsExactly("{\"schema\":1,\"instance\":\"host-1\",\"from\":\"2026-11-28T14:10:00.001Z\","
                        + "\"to\":\"2026-11-28T14:10:10.002Z\",\"unit\":\"seconds\",\"stages\":{"
                        + "\"produceToPoll\":" + NOTHING + ",\"pollToInference\":" + NOTHING + ",\"decode\":" + NOTHING
                        + ",\"inference\":" + NOTHING + ",\"publish\":" + NOTHING + ",\"endToEnd\":" + NOTHING
                        + "}}");
    }

    @Test
    void addsUpTheSecondsOfAnIntervalAndBeginsAnewWithTheNext() {
        Histogram decode = Latencies.empty();
        for (int millis = 1; millis <= 1_000; millis++) {
            decode.recordValue(TimeUnit.MILLISECONDS.toNanos(millis));
        }
        latency.second(Instant.EPOCH, Map.of(LatencyStage.DECODE, decode));
        latency.second(Instant.EPOCH, Map.of(LatencyStage.DECODE, decode));

        latency.tell();
        latency.tell();

        JsonObject stage = stage(0, "decode");
        assertThat(stage.get("count").getAsLong()).isEqualTo(2_000);
        assertThat(stage.get("p50").getAsDouble()).isCloseTo(0.5, within(0.005));
        assertThat(stage.get("p95").getAsDouble()).isCloseTo(0.95, within(0.01));
        assertThat(stage.get("p99").getAsDouble()).isCloseTo(0.99, within(0.01));
        assertThat(stage.get("p999").getAsDouble()).isCloseTo(0.999, within(0.01));
        assertThat(stage(1, "decode")).hasToString(NOTHING);
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

    private JsonObject stage(int record, String name) {
        return JsonParser.parseString(texts().get(record))
                .getAsJsonObject()
                .getAsJsonObject("stages")
                .getAsJsonObject(name);
    }

    private List<String> texts() {
        return producer.history().stream().map(record -> text(record.value())).toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
