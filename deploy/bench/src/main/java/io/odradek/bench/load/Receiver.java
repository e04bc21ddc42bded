package io.odradek.bench.load;

import io.odradek.bench.measure.Latencies;
import io.odradek.quickstart.console.Failure;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all answers, in a thread of its own: how many there are, and how long they took from the time at which the image was to
 * be sent. Thread-safe; {@link #close} ends the thread.
 */
public final class Receiver implements AutoCloseable {
    private static final long LONGEST_MICROS = Duration.ofDays(1).toMillis() * 1_000;
    private static final int DIGITS = 2;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::receive, "receiver");
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final Map<Phase, Histogram> phases = new EnumMap<>(Phase.class);
    private final Histogram recent = histogram();
    private long answered;

    private Receiver(String bootstrap, List<String> topics, int partitions) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed", "max.poll.records", 5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all =
                topics.stream().flatMap(topic -> partitions(topic, partitions)).toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        thread.setDaemon(true);
    }

    private static Stream<TopicPartition> partitions(String topic, int partitions) {
        return IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p));
    }

    /** Starts to read from the beginning. */
    public static Receiver start(String bootstrap, List<String> topics, int partitions) {
        Receiver receiver = new Receiver(bootstrap, topics, partitions);
        receiver.thread.start();
        return receiver;
    }

    /** How many answers came; one that came twice counts twice. */
    public synchronized long answered() {
        RuntimeException e = failure.get();
        if (e != null) {
            throw new Failure("cannot read the answers: " + e, e);
        }
        return answered;
    }

    /** Latency of the images of this phase that are answered; empty when none is. */
    public synchronized Optional<Latencies.Window> latency(Phase phase) {
        return Optional.ofNullable(phases.get(phase)).map(Latencies.Window::of);
    }

    /** Latency of what was answered since this was last asked for; empty when nothing was. */
    public synchronized Optional<Latencies.Window> recent() {
        if (recent.getTotalCount() == 0) {
            return Optional.empty();
        }
        Latencies.Window window = Latencies.Window.of(recent);
        recent.reset();
        return Optional.of(window);
    }

    private void receive() {
        try (consumer) {
            while (true) {
                add(consumer.poll(Duration.ofSeconds(1)), System.nanoTime());
            }
        } catch (WakeupException e) {
            // Closed.
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    private synchronized void add(Iterable<ConsumerRecord<byte[], byte[]>> answers, long now) {
        for (ConsumerRecord<byte[], byte[]> answer : answers) {
            Stamp stamp = Stamp.of(answer.key());
            long micros = Math.min(LONGEST_MICROS, Math.max(0, (now - stamp.due()) / 1_000));
            phases.computeIfAbsent(stamp.phase(), p -> histogram()).recordValue(micros);
            recent.recordValue(micros);
            answered++;
        }
    }

    private static Histogram histogram() {
        return new Histogram(LONGEST_MICROS, DIGITS);
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
