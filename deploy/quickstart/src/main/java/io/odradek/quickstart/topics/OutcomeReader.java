package io.odradek.quickstart.topics;

import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.measure.DeadLetter;
import io.odradek.quickstart.measure.Prediction;
import io.odradek.quickstart.measure.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code predictions} and {@code images-dlq} from their beginning in a thread of its own, and notes when each
 * outcome arrived. Thread-safe; {@link #close()} ends the thread.
 */
public final class OutcomeReader implements AutoCloseable {
    private final String deadLetterTopic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;

    private final Object lock = new Object();
    private final List<Prediction> predictions = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final Set<Source> answered = new HashSet<>();
    private @Nullable RuntimeException failure;

    private OutcomeReader(String bootstrapServers, String predictionTopic, String deadLetterTopic) {
        this.deadLetterTopic = deadLetterTopic;
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = Stream.of(predictionTopic, deadLetterTopic)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = new Thread(this::follow, "outcome-reader");
        thread.setDaemon(true);
    }

    /** Starts to read two existing topics. */
    public static OutcomeReader start(String bootstrapServers, String predictionTopic, String deadLetterTopic) {
        OutcomeReader reader = new OutcomeReader(bootstrapServers, predictionTopic, deadLetterTopic);
        reader.thread.start();
        return reader;
    }

    /** The predictions so far, in the order of their arrival. */
    public List<Prediction> predictions() {
        return predictionsAfter(0);
    }

    /** The predictions so far, in the order of their arrival, without the first {@code skip}. */
    public List<Prediction> predictionsAfter(int skip) {
        synchronized (lock) {
            throwFailure();
            return List.copyOf(predictions.subList(skip, predictions.size()));
        }
    }

    /** The dead letters so far, in the order of their arrival. */
    public List<DeadLetter> deadLetters() {
        synchronized (lock) {
            return List.copyOf(deadLetters);
        }
    }

    /**
     * Waits until so many different images have an outcome, or until no outcome has arrived for {@code quiet}.
     *
     * @param meanwhile called several times a second; what it throws ends the wait
     * @throws Failure when an outcome cannot be understood
     */
    public void awaitAnswered(int images, Duration quiet, Runnable meanwhile) throws InterruptedException {
        synchronized (lock) {
            int before = -1;
            while (answered.size() < images && answered.size() > before) {
                before = answered.size();
                long deadline = System.nanoTime() + quiet.toNanos();
                while (answered.size() == before && System.nanoTime() < deadline) {
                    throwFailure();
                    meanwhile.run();
                    lock.wait(100);
                }
            }
            throwFailure();
        }
    }

    /** Ends the thread and closes its client. */
    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try (consumer) {
            while (true) {
                Iterable<ConsumerRecord<byte[], byte[]>> records = consumer.poll(Duration.ofSeconds(1));
                long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
                add(records, now);
            }
        } catch (WakeupException e) {
            // Closed.
        } catch (RuntimeException e) {
            synchronized (lock) {
                failure = e;
                lock.notifyAll();
            }
        }
    }

    private void add(Iterable<ConsumerRecord<byte[], byte[]>> records, long receivedMicros) {
        synchronized (lock) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.topic().equals(deadLetterTopic)) {
                    DeadLetter letter = OutcomeRecords.deadLetter(record);
                    deadLetters.add(letter);
                    answered.add(letter.source());
                } else {
                    Prediction prediction = OutcomeRecords.prediction(record, receivedMicros);
                    predictions.add(prediction);
                    answered.add(prediction.source());
                }
            }
            lock.notifyAll();
        }
    }

    private void throwFailure() {
        if (failure != null) {
            throw failure instanceof Failure f ? f : new Failure("cannot read the predictions: " + failure, failure);
        }
    }
}
