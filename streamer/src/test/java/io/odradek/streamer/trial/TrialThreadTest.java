package io.odradek.streamer.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.explain.Explainer;
import io.odradek.streamer.explain.Explanation;
import io.odradek.streamer.image.ImageLimits;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.model.ModelHolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When clients of Kafka are open, and whose turn it is. */
class TrialThreadTest {
    private static final Duration FOR_EVER = Duration.ofHours(1);
    private static final TopicNames TOPICS =
            new TopicNames(List.of("images"), "predictions", "images-dlq", "models", "models-status", "");

    private final List<MockProducer<byte[], byte[]>> opened = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong clock = new AtomicLong();
    private final Turns turns = new Turns(() -> clock.addAndGet(TimeUnit.SECONDS.toNanos(1)));
    /** Sends are refused, and the client is broken after that. */
    private volatile boolean refusing;

    @SuppressWarnings("NullAway.Init") // Each test begins with start.
    private TrialThread worker;

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void opensClientsForTheFirstImageAndClosesThemWhenNoOtherComes() throws Exception {
        start(Duration.ofMillis(200));
        assertThat(opened).isEmpty();

        assertThat(tryOne(Duration.ofMillis(1)).reply().get()).isInstanceOf(Reply.Missing.class);
        assertThat(tryOne(Duration.ofMillis(1)).reply().get()).isInstanceOf(Reply.Missing.class);

        assertThat(opened).hasSize(1);
        Awaitility.await().until(() -> opened.get(0).closed());
        assertThat(tryOne(Duration.ofMillis(1)).reply().get()).isInstanceOf(Reply.Missing.class);
        assertThat(opened).hasSize(2);
    }

    @Test
    void opensOthersAfterAFailure() throws Exception {
        start(FOR_EVER);
        refusing = true;
        Attempt refused = tryOne(Duration.ofSeconds(1));

        assertThatThrownBy(() -> refused.reply().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThat(refused.explanation().get()).isEqualTo(Explanation.NONE);
        refusing = false;
        assertThat(tryOne(Duration.ofMillis(1)).reply().get()).isInstanceOf(Reply.Missing.class);
        assertThat(opened).hasSize(2);
        assertThat(opened.get(0).closed()).isTrue();
    }

    @Test
    void keepsTheTurnUntilItHasEndedAlsoWhenNobodyWaits() throws Exception {
        start(FOR_EVER);
        Attempt attempt = tryOne(FOR_EVER);

        assertThat(turns.take()).as("in work").isEmpty();
        attempt.stop();

        Awaitility.await().until(() -> {
            var turn = turns.take();
            turn.ifPresent(Turns.Turn::close);
            return turn.isPresent();
        });
        assertThat(attempt.reply()).isCompletedExceptionally();
    }

    @Test
    void givesTheTurnBackOfAnImageThatItNeverBegan() throws Exception {
        start(FOR_EVER);
        CountDownLatch over = new CountDownLatch(1);
        worker.close();
        worker = new TrialThread(
                () -> {
                    await(over);
                    return exchange();
                },
                explainer(),
                FOR_EVER,
                FOR_EVER);
        Attempt first =
                attempt(Duration.ofMillis(1), new Turns(System::nanoTime).take().orElseThrow());
        worker.start(first);
        Turns.Turn turn = turns.take().orElseThrow();
        Attempt second = attempt(Duration.ofMillis(1), turn);
        worker.start(second);
        turn.close();

        second.stop();

        assertThat(turns.take()).isPresent();
        assertThat(second.reply()).isCompletedExceptionally();
        over.countDown();
        first.reply().get();
        assertThat(opened.get(0).history()).hasSize(1);
    }

    @Test
    void stopsWhatIsInWorkWhenItIsClosedAndTakesNothingMore() {
        start(FOR_EVER);
        Attempt attempt = tryOne(FOR_EVER);
        Awaitility.await()
                .until(() -> !opened.isEmpty() && !opened.get(0).history().isEmpty());

        worker.close();

        assertThat(attempt.reply()).isCompletedExceptionally();
        assertThat(opened.get(0).closed()).isTrue();
        assertThatThrownBy(() -> tryOne(FOR_EVER)).isInstanceOf(RejectedExecutionException.class);
    }

    private void start(Duration idleAfter) {
        worker = new TrialThread(this::exchange, explainer(), Duration.ofSeconds(1), idleAfter);
    }

    private static Explainer explainer() {
        return new Explainer(new PayloadDecoder(ImageLimits.DEFAULT, false), System::nanoTime);
    }

    private Attempt tryOne(Duration patience) {
        try (Turns.Turn turn = turns.take().orElseThrow()) {
            Attempt attempt = attempt(patience, turn);
            worker.start(attempt);
            return attempt;
        }
    }

    private static Attempt attempt(Duration patience, Turns.Turn turn) {
        return new Attempt(
                new TrialImage("images", new byte[] {1}, null),
                new ModelHolder(),
                turn,
                System.nanoTime() + patience.toNanos());
    }

    private Exchange exchange() {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        producer.sendException = refusing ? new TopicAuthorizationException("images") : null;
        opened.add(producer);
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        Node node = new Node(1, "localhost", 9092);
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (String topic : List.of("images", "predictions", "images-dlq")) {
            consumer.updatePartitions(
                    topic, List.of(new PartitionInfo(topic, 0, node, new Node[] {node}, new Node[] {node})));
            ends.put(new TopicPartition(topic, 0), 0L);
        }
        consumer.updateEndOffsets(ends);
        return new Exchange(TOPICS, false, producer, consumer);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
