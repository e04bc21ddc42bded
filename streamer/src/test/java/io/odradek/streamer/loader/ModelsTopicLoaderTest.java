package io.odradek.streamer.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.fetch.Fetcher;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a consumer that fails when it is told to. */
class ModelsTopicLoaderTest {
    private static final TopicPartition MODELS = new TopicPartition("models", 0);

    @TempDir
    private Path dir;

    private final RecordedEvents events = new RecordedEvents();
    private final ModelHolder holder = new ModelHolder();
    private final FailingConsumer consumer = new FailingConsumer();
    private ModelsTopicLoader loader;

    @BeforeEach
    void makeALoader() {
        loader = new ModelsTopicLoader(
                () -> consumer,
                // Nobody is there: nothing is known of the topic.
                Map.of("bootstrap.servers", "127.0.0.1:1"),
                MODELS.topic(),
                TestModels.NAME,
                dir,
                new Fetcher(List.of(), dir, 1),
                new LiveModel(TestModels.NAME, new AdmissionGate(1 << 20, TrustedKeys.NONE), holder, events),
                events,
                Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        loader.close();
        holder.close();
        assertThat(events.failed).isEmpty();
    }

    @Test
    void carriesOutADecisionThatItReadJustBeforeTheBrokerStoppedAnswering() {
        // Given
        loader.start();
        consumer.send(() -> consumer.publish("1"));
        await("1");

        // When: each question after the next records fails, for a while
        consumer.send(() -> {
            consumer.publish("2");
            consumer.failures.set(2);
        });

        // Then
        await("2");
    }

    @Test
    void carriesOutTheFirstDecisionAfterTheBrokerDidNotSayWhereTheTopicEnds() {
        consumer.failures.set(1);
        consumer.publish("1");

        loader.start();

        await("1");
        assertThat(events.unreadable).singleElement().asString().contains("no answer");
    }

    private void await(String version) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> events.live.contains(version));
    }

    private static final class FailingConsumer extends MockConsumer<byte[], byte[]> {
        private final BlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();
        private final AtomicInteger failures = new AtomicInteger();
        private long end;

        FailingConsumer() {
            super("earliest");
            assign(List.of(MODELS));
            updateBeginningOffsets(Map.of(MODELS, 0L));
            updateEndOffsets(Map.of(MODELS, 0L));
        }

        /** Something to do in the next poll. */
        void send(Runnable step) {
            steps.add(step);
        }

        /** A version, and a pointer to it. */
        void publish(String version) {
            add(TestModels.NAME + "@" + version, TestModels.file(version, 0));
            add(TestModels.NAME, ("{\"schema\":1,\"live\":\"" + version + "\"}").getBytes(StandardCharsets.UTF_8));
        }

        private void add(String key, byte[] value) {
            addRecord(new ConsumerRecord<>("models", 0, end, key.getBytes(StandardCharsets.UTF_8), value));
            end++;
            updateEndOffsets(Map.of(MODELS, end));
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            try {
                Runnable step = steps.poll(20, TimeUnit.MILLISECONDS);
                if (step != null) {
                    step.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.poll(timeout);
        }

        @Override
        public synchronized long position(TopicPartition partition, Duration timeout) {
            failIfTold();
            return super.position(partition, timeout);
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            failIfTold();
            return super.endOffsets(partitions, timeout);
        }

        private void failIfTold() {
            if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new TimeoutException("no answer");
            }
        }
    }
}
