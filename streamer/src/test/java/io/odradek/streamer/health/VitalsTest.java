package io.odradek.streamer.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.ManualClock;
import io.odradek.streamer.kit.Scrape;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.topology.Polls;
import io.odradek.streamer.topology.Progress;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VitalsTest {
    private static final TopicPartition PARTITION = new TopicPartition("images", 3);

    private final ManualClock time = new ManualClock(Instant.EPOCH);
    private final FakeKafka kafka = new FakeKafka();
    private final Progress progress = new Progress(time);
    private final List<String> errors = new ArrayList<>();
    private final Vitals vitals = new Vitals(
            new Vitals.Limits("Kafka at a:1", Duration.ofSeconds(30), Duration.ofSeconds(120)),
            progress::places,
            List.of("images"),
            time,
            time::nanos,
            errors::add);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private List<Polling> threads = List.of();

    @BeforeEach
    void bind() {
        vitals.bind(new StreamerMetrics(registry, HistogramKind.CLASSIC));
    }

    @AfterEach
    void close() {
        vitals.close();
    }

    @Test
    void saysThatKafkaIsSilentFromTheLimitOnAndNoLongerWhenItAnswers() {
        vitals.look(kafka);
        kafka.away = true;
        time.pass(29);
        vitals.look(kafka);
        assertThat(vitals.report().silent()).isEmpty();
        assertThat(metric("odradek_kafka_silence_seconds")).isEqualTo(29);

        time.pass(13);
        assertThat(vitals.report().silent()).isEqualTo("Kafka at a:1, which has not answered for 42 s");

        kafka.away = false;
        vitals.look(kafka);
        assertThat(vitals.report().silent()).isEmpty();
        assertThat(metric("odradek_kafka_silence_seconds")).isZero();
    }

    @Test
    void takesALeaderThatIsAwayForNoSilence() {
        Polls.assign(progress, PARTITION);
        kafka.withoutLeaders = true;

        vitals.look(kafka);
        time.pass(60);
        vitals.look(kafka);

        assertThat(vitals.report().silent()).isEmpty();
    }

    @Test
    void tellsTheThreadsWithTheirPartitions() {
        String thread = Thread.currentThread().getName();
        vitals.watch(() -> List.of(
                new Polling("odradek-1f-StreamThread-2", "running", -1),
                new Polling(thread, "partitions_assigned", 7)));
        Polls.assign(progress, PARTITION);

        vitals.look(kafka);

        assertThat(vitals.report().threads())
                .containsExactlyInAnyOrder(
                        new HealthReport.StreamThread("StreamThread-2", "running", -1, List.of()),
                        new HealthReport.StreamThread(thread, "partitions_assigned", 7, List.of("images-3")));
        assertThat(metric("odradek_poll_age_seconds")).isEqualTo(7);
        assertThat(vitals.report().lag()).containsEntry("images", new HealthReport.Lag(0, 0, List.of(3)));
        assertThat(metric("odradek_partitions{topic=\"images\"}")).isEqualTo(1);
    }

    @Test
    void tellsAStuckThreadOnceAsTheLastErrorAndAsLongAsItIsStuck() {
        vitals.watch(() -> threads);
        look(0);
        time.pass(128);
        look(128);
        time.pass(2);
        look(130);
        time.pass(2);
        look(132);

        assertThat(errors).containsExactly("stream thread StreamThread-1 has not polled for 130 s");
        assertThat(vitals.report().stuck()).isEqualTo("stream thread StreamThread-1, which has not polled for 132 s");

        look(0);
        assertThat(vitals.report().stuck()).isEmpty();
    }

    @Test
    void goesOnAfterAFailureOfItsOwn() {
        vitals.watch(() -> {
            throw new IllegalStateException("closed");
        });
        vitals.look(kafka);
        vitals.watch(() -> threads);

        look(5);

        assertThat(metric("odradek_poll_age_seconds")).isEqualTo(5);
    }

    @Test
    void knowsNothingBeforeTheFirstLook() {
        assertThat(vitals.report())
                .isEqualTo(new HealthReport.Flow(
                        List.of(), Map.of("images", new HealthReport.Lag(0, 0, List.of())), "", ""));
        assertThat(metric("odradek_poll_age_seconds")).isZero();
    }

    private double metric(String name) {
        return Scrape.of(registry).value(name);
    }

    private void look(long lastPollSeconds) {
        threads = List.of(new Polling("odradek-1f-StreamThread-1", "running", lastPollSeconds));
        vitals.look(kafka);
    }
}
