package io.odradek.streamer.kit;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Images at a steady rate that does not wait for anyone: what is late is sent at once, and its intended time travels with
 * it, so that a pause of the system shows in the latencies of all the images that it held up.
 */
public final class SteadyLoad implements AutoCloseable {
    /** Header: number of the image, 8 bytes. */
    static final String NUMBER = "n";
    /** Header: {@link System#nanoTime()} at which it should have been sent, 8 bytes. */
    static final String DUE = "due";

    private final KafkaProducer<byte[], byte[]> producer;
    private final List<byte[]> images;
    private final double perNano;
    private final AtomicLong sent;
    private final Thread thread = new Thread(this::run, "steady-load");
    private volatile boolean stopping;
    private volatile @Nullable Exception failure;

    private SteadyLoad(Cluster cluster, List<byte[]> images, double perSecond, long first) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "linger.ms", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.images = images;
        this.perNano = perSecond / 1e9;
        this.sent = new AtomicLong(first);
    }

    /**
     * Starts.
     *
     * @param images sent in turn, image n to partition n mod {@link Cluster#PARTITIONS}
     * @param first number of the first image
     */
    public static SteadyLoad start(Cluster cluster, List<byte[]> images, double perSecond, long first) {
        SteadyLoad load = new SteadyLoad(cluster, images, perSecond, first);
        load.thread.start();
        return load;
    }

    /** Sends {@code count} images as fast as they go. */
    public static void burst(Cluster cluster, List<byte[]> images, int count) {
        try (SteadyLoad load = new SteadyLoad(cluster, images, 1, 0)) {
            for (int i = 0; i < count; i++) {
                load.send(i, System.nanoTime());
            }
        }
    }

    private void run() {
        long first = sent.get();
        long start = System.nanoTime();
        while (!stopping) {
            long due = start + (long) ((sent.get() - first) / perNano);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            } else {
                send(sent.getAndIncrement(), due);
            }
        }
    }

    private void send(long number, long due) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                "images", (int) (number % Cluster.PARTITIONS), null, images.get((int) (number % images.size())));
        record.headers().add(new RecordHeader(NUMBER, bytes(number))).add(new RecordHeader(DUE, bytes(due)));
        Future<RecordMetadata> unused = producer.send(record, (metadata, e) -> {
            if (e != null) {
                failure = e;
            }
        });
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /** Stops sending. @return the number that the next image would have had: how many there were in all */
    public long stop() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.flush();
        if (failure != null) {
            throw new AssertionError("an image was not accepted", failure);
        }
        return sent.get();
    }

    @Override
    public void close() {
        stop();
        producer.close();
    }
}
