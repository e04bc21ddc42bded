package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.BreakerLimits;
import io.odradek.streamer.delivery.Handover;
import io.odradek.streamer.drift.DriftMonitor;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.message.Sourced;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.tracing.Tracing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the processor of one task does beside answering; {@code ClassifyTopologyTest} has the answers. */
class ClassifyProcessorTest extends ReadAheadCase {
    private static final TopicPartition PARTITION = new TopicPartition("images", 3);

    private final Map<Long, ConsumerRecord<byte[], byte[]>> known = new HashMap<>();
    private final List<String> alarms = new ArrayList<>();
    private final Watches watches = new Watches(
            new Breaker(new BreakerLimits(0.5, Duration.ofMinutes(1), 2, false), System::nanoTime, new Alarms()),
            new LostImages("images", new FakeLog(), new ScheduledThreadPoolExecutor(1), metrics.topic("images")),
            new Progress(Clock.systemUTC()));
    private final MockProcessorContext<byte[], Sourced> context = context();

    @Test
    void isAssignedThePartitionOfItsTaskUntilItCloses() {
        ClassifyProcessor processor = processor(false);
        assertThat(watches.progress().places()).containsOnlyKeys(PARTITION);
        poll(List.of(image(5), image(6)));
        process(processor, image(5));
        assertThat(watches.progress().places().values())
                .extracting(Progress.Place::answered)
                .containsExactly(1L);
        assertThat(readAhead.waitingBytes()).isPositive();

        processor.close();

        assertThat(watches.progress().places()).isEmpty();
        assertThat(readAhead.waitingBytes())
                .as("what was polled and never processed")
                .isZero();
    }

    @Test
    void answersWithWhereTheImageStands() {
        ClassifyProcessor processor = processor(false);

        process(processor, image(5));
        process(processor, record(3, 6, new byte[3]));

        assertThat(context.forwarded("predictions-images")).singleElement().satisfies(forward -> {
            assertThat(forward.record().value()).isInstanceOfSatisfying(Prediction.class, prediction -> {
                assertThat(prediction.source()).isEqualTo(new Source("images", 3, 5));
                assertThat(prediction.label()).isEqualTo("one");
            });
            assertThat(forward.record().timestamp()).isEqualTo(77);
        });
        assertThat(context.forwarded("dead-letters-images")).singleElement().satisfies(forward -> {
            assertThat(forward.record().value())
                    .isInstanceOfSatisfying(
                            DeadLetter.class,
                            letter -> assertThat(letter.source()).isEqualTo(new Source("images", 3, 6)));
            assertThat(DeadLetter.text(forward.record().headers(), DeadLetter.REASON))
                    .isEqualTo("UNKNOWN_FORMAT");
        });
    }

    @Test
    void commitsUnderExactlyOnceWhenAllThatWasPolledIsAnswered() {
        ClassifyProcessor processor = processor(true);
        poll(List.of(image(5), image(6)));

        process(processor, image(5));
        assertThat(context.committed()).as("another one waits").isFalse();
        process(processor, image(6));

        assertThat(context.committed()).isTrue();
    }

    @Test
    void commitsUnderExactlyOnceNotAgainWithinALittleTimeAndThenWithoutAnotherImage() {
        AtomicLong nanos = new AtomicLong();
        CommitPace pace = new CommitPace(Duration.ofNanos(20), nanos::get);
        ClassifyProcessor processor = processor(pace);
        poll(List.of(image(5)));
        process(processor, image(5));
        context.resetCommit();

        poll(List.of(image(6)));
        process(processor, image(6));
        pace.nothingPolled();
        assertThat(context.committed()).as("so soon").isFalse();
        nanos.addAndGet(20);
        pace.nothingPolled();

        assertThat(context.committed()).isTrue();
    }

    @Test
    void leavesCommitsToKafkaStreamsUnderAtLeastOnce() {
        ClassifyProcessor processor = processor(false);
        poll(List.of(image(5)));

        process(processor, image(5));

        assertThat(readAhead.isDrained()).isTrue();
        assertThat(context.committed()).isFalse();
    }

    @Test
    void tellsTheBreakerOfEachOutcome() {
        ClassifyProcessor processor = processor(false);
        process(processor, image(5));
        process(processor, record(3, 6, new byte[3]));
        assertThat(alarms).as("one of two").isEmpty();

        process(processor, record(3, 7, new byte[3]));

        assertThat(alarms).singleElement().asString().contains("UNKNOWN_FORMAT");
    }

    @Test
    void needsToKnowWhereAnImageStands() {
        ClassifyProcessor processor = processor(false);

        assertThatThrownBy(() -> processor.process(new Record<>(new byte[0], TestModels.image(1), 77)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a record without topic, partition and offset");
    }

    private ClassifyProcessor processor(boolean exactlyOnce) {
        return processor(exactlyOnce ? new CommitPace(Duration.ZERO) : null);
    }

    private ClassifyProcessor processor(@Nullable CommitPace pace) {
        Route route = new Route(
                "images",
                models,
                TestParts.images(),
                watches,
                metrics.model(TestModels.NAME),
                Tracing.OFF,
                TestParts.unwatched(),
                DriftMonitor.off());
        ClassifyProcessor processor =
                new ClassifyProcessor(route, readAhead, PredictionHeaders.KEPT, new Handover(), 100_000, pace);
        processor.init(context);
        return processor;
    }

    private void process(ClassifyProcessor processor, ConsumerRecord<byte[], byte[]> image) {
        context.setRecordMetadata(image.topic(), image.partition(), image.offset());
        processor.process(new Record<>(new byte[0], image.value(), 77, image.headers()));
    }

    /** Always the same array at the same offset: by it the read-ahead knows a record again. */
    private ConsumerRecord<byte[], byte[]> image(long offset) {
        return known.computeIfAbsent(offset, at -> record(3, at, TestModels.image(1)));
    }

    private static MockProcessorContext<byte[], Sourced> context() {
        Properties settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "nowhere:9092");
        return new MockProcessorContext<>(
                settings, new TaskId(0, 3), Path.of("target").toFile());
    }

    private final class Alarms implements Breaker.Listener {
        @Override
        public void opened(String alarm) {
            alarms.add(alarm);
        }

        @Override
        public void closed() {}
    }
}
