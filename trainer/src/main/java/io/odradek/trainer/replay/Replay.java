package io.odradek.trainer.replay;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.kafka.KafkaClients;
import io.odradek.trainer.kafka.TopicInspector;
import io.odradek.trainer.kafka.TopicInspector.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Produces images, and their labels where wanted, one by one and evenly over all partitions.
 *
 * <p>At a given rate each image has its place in time, and its record's timestamp is that place and not the moment when
 * it was sent: a latency measured from it counts the time that an image waited because an earlier one was slow. Used
 * once, by one thread.
 */
public final class Replay {
    private static final String CONTENT_TYPE = "content-type";
    private static final String ID = "odradek-id";
    private static final String CREATE_OPTIONS = "--partitions 4";

    private final KafkaClients kafka;
    private final ReplayPlan plan;
    private final Payloads payloads;
    private final BooleanSupplier stop;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();

    /** @param stop asked before each image; true ends the replay */
    public Replay(KafkaClients kafka, ReplayPlan plan, Payloads payloads, BooleanSupplier stop) {
        this.kafka = kafka;
        this.plan = plan;
        this.payloads = payloads;
        this.stop = stop;
    }

    /**
     * Sends everything, or until it is stopped or something fails; returns when all that was sent is acknowledged or
     * given up.
     *
     * @throws TrainerException when a topic is missing or Kafka does not answer
     */
    public ReplayResult run() throws InterruptedException {
        Map<String, Integer> partitions = new TopicInspector(kafka).partitions(topics());
        int images = partitions.getOrDefault(plan.topic(), 1);
        int labels = plan.labelsTopic() == null ? 1 : partitions.getOrDefault(plan.labelsTopic(), 1);
        long start;
        KafkaProducer<byte[], byte[]> producer = kafka.producer(producerSettings());
        try {
            // The clock starts when Kafka is known: the first image must not wait for that.
            topics().forEach(topic -> producer.partitionsFor(topic.name()));
            start = System.nanoTime();
            sendAll(producer, images, labels);
            flush(producer);
        } catch (KafkaException e) {
            throw kafka.failed(e);
        } finally {
            close(producer);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new ReplayResult(acknowledged.get(), failed.get(), seconds, firstFailure.get());
    }

    private List<Wanted> topics() {
        List<Wanted> topics = new ArrayList<>();
        topics.add(new Wanted(plan.topic(), CREATE_OPTIONS));
        if (plan.labelsTopic() != null) {
            topics.add(new Wanted(plan.labelsTopic(), CREATE_OPTIONS));
        }
        return topics;
    }

    private Map<String, Object> producerSettings() {
        boolean paced = plan.imagesPerSecond() > 0;
        return Map.of(ProducerConfig.LINGER_MS_CONFIG, paced ? 0 : 5, ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
    }

    private void sendAll(KafkaProducer<byte[], byte[]> producer, int imagePartitions, int labelPartitions) {
        long startMillis = System.currentTimeMillis();
        long startNanos = System.nanoTime();
        for (long n = 0; n < plan.count() && failed.get() == 0; n++) {
            long offsetNanos = plan.imagesPerSecond() == 0 ? 0 : (long) (n * 1e9 / plan.imagesPerSecond());
            waitUntil(startNanos + offsetNanos);
            if (stop.getAsBoolean()) {
                return;
            }
            long timestamp = plan.imagesPerSecond() == 0
                    ? System.currentTimeMillis()
                    : startMillis + TimeUnit.NANOSECONDS.toMillis(offsetNanos);
            try {
                send(producer, image(n, (int) (n % imagePartitions), timestamp), acknowledged);
                if (plan.labelsTopic() != null) {
                    String topic = plan.labelsTopic();
                    send(producer, label(topic, n, (int) (n % labelPartitions), timestamp), new AtomicLong());
                }
            } catch (InterruptException e) {
                // Somebody wants a stop; this record was not taken.
                return;
            }
        }
    }

    private void waitUntil(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        while (left > 0 && !stop.getAsBoolean()) {
            // In short naps, because a stop must not wait for the next image.
            LockSupport.parkNanos(Math.min(left, 100_000_000L));
            left = nanoTime - System.nanoTime();
        }
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record, AtomicLong successes) {
        // The callback hears what the future would say.
        Future<?> unused = producer.send(record, (metadata, failure) -> {
            if (failure == null) {
                successes.incrementAndGet();
            } else {
                failed.incrementAndGet();
                firstFailure.compareAndSet(null, TrainerException.reasonOf(failure));
            }
        });
    }

    /** Waits for all acknowledgements: what was sent must be accounted for. Who asks for a stop interrupts then or later. */
    private void flush(KafkaProducer<byte[], byte[]> producer) {
        boolean isFlushed = false;
        while (!isFlushed) {
            Thread.interrupted();
            try {
                producer.flush();
                isFlushed = true;
            } catch (InterruptException e) {
                // Again: acknowledged or given up, it ends.
            }
        }
    }

    /** Of a producer that was flushed nothing is on its way any more: an interrupt takes nothing from it. */
    private static void close(KafkaProducer<byte[], byte[]> producer) {
        try {
            producer.close();
        } catch (InterruptException e) {
            Thread.interrupted();
        }
    }

    private ProducerRecord<byte[], byte[]> image(long n, int partition, long timestamp) {
        byte[] id = payloads.id(n);
        RecordHeaders headers = new RecordHeaders();
        headers.add(CONTENT_TYPE, payloads.contentType()).add(ID, id);
        return new ProducerRecord<>(plan.topic(), partition, timestamp, id, payloads.image(n), headers);
    }

    private ProducerRecord<byte[], byte[]> label(String topic, long n, int partition, long timestamp) {
        byte[] id = payloads.id(n);
        RecordHeaders headers = new RecordHeaders();
        headers.add(ID, id);
        return new ProducerRecord<>(topic, partition, timestamp, id, payloads.label(n), headers);
    }
}
