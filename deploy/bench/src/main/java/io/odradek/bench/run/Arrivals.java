package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.load.Poisson;
import io.odradek.bench.measure.Latencies;
import io.odradek.quickstart.console.Failure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Images that arrive by chance, as from many clients that know nothing of each other: the times between are exponentially
 * distributed (Poisson). They are sent when their time has come, whatever became of the earlier ones, and latency counts from
 * the time at which an image was to be sent, so that a sender that is held up hides nothing. Used by one thread.
 */
final class Arrivals {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LONGEST_MICROS = 600_000_000;
    private static final double MICROS = 1e3;

    private final String bootstrap;
    private final List<byte[]> values;

    Arrivals(String bootstrap, List<byte[]> values) {
        this.bootstrap = bootstrap;
        this.values = values;
    }

    /**
     * One window.
     *
     * @param rate images in a second
     * @param settle images before those that count
     * @param count images that count
     */
    Latencies.Window window(Entry entry, double rate, int settle, int count) throws InterruptedException {
        ExecutorService receiver = Executors.newSingleThreadExecutor();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(entry)) {
            AtomicLong counted = new AtomicLong(Long.MAX_VALUE);
            Future<Histogram> received = receiver.submit(() -> receive(consumer, count, counted));
            send(entry, rate, settle, count, counted);
            return Latencies.Window.of(received.get());
        } catch (ExecutionException e) {
            throw new Failure("latency of " + entry.name() + ": " + e.getCause(), e);
        } finally {
            receiver.shutdownNow();
        }
    }

    private void send(Entry entry, double rate, int settle, int count, AtomicLong counted) {
        Poisson poisson = new Poisson(entry.name().hashCode());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.partitionsFor(entry.imagesTopic());
            double due = System.nanoTime();
            for (int i = 0; i < settle + count; i++) {
                due += poisson.nextNanos(rate);
                if (i == settle) {
                    counted.set((long) due);
                }
                Poisson.await((long) due);
                byte[] key = ByteBuffer.allocate(Long.BYTES).putLong((long) due).array();
                var unused = producer.send(new ProducerRecord<>(
                        entry.imagesTopic(), i % entry.partitions(), key, values.get(i % values.size())));
            }
        }
    }

    private Histogram receive(KafkaConsumer<byte[], byte[]> consumer, int count, AtomicLong counted) {
        Histogram micros = new Histogram(LONGEST_MICROS, 3);
        long deadline = Long.MAX_VALUE;
        while (micros.getTotalCount() < count) {
            long before = micros.getTotalCount();
            for (ConsumerRecord<byte[], byte[]> answer : consumer.poll(Duration.ofMillis(100))) {
                long due = ByteBuffer.wrap(answer.key()).getLong();
                if (due >= counted.get()) {
                    micros.recordValue(Math.round((System.nanoTime() - due) / MICROS));
                }
            }
            if (micros.getTotalCount() > before || deadline == Long.MAX_VALUE) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new Failure(micros.getTotalCount() + " of " + count + " answers came");
            }
        }
        return micros;
    }

    private KafkaConsumer<byte[], byte[]> consumer(Entry entry) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, entry.partitions())
                .mapToObj(p -> new TopicPartition(entry.answersTopic(), p))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }
}
