package io.odradek.bench.load;

import io.odradek.quickstart.console.Failure;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends images that arrive by chance at a rate that may change at any time, in a thread of its own. Thread-safe; {@link #close}
 * ends the thread.
 */
public final class Sender implements AutoCloseable {
    private static final long REST_NANOS = 1_000_000;

    private final String topic;
    private final int partitions;
    private final LongFunction<byte[]> values;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::send, "sender");
    private final AtomicLong handedOver = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile Pace pace = new Pace(Phase.WARM_UP, 0);
    private volatile boolean closed;

    /** A rate of 0 sends nothing. */
    private record Pace(Phase phase, double rate) {}

    private Sender(String bootstrap, String topic, int partitions, LongFunction<byte[]> values) {
        this.topic = topic;
        this.partitions = partitions;
        this.values = values;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "batch.size", 1 << 17),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.partitionsFor(topic);
    }

    /**
     * Starts with a rate of 0.
     *
     * @param topic is there
     * @param values of the image of this number, from 0 on; called by several threads
     */
    public static Sender start(String bootstrap, String topic, int partitions, LongFunction<byte[]> values) {
        Sender sender = new Sender(bootstrap, topic, partitions, values);
        sender.thread.start();
        return sender;
    }

    /** From now on so many images a second. What was due before and could not be sent is not sent. */
    public void pace(Phase phase, double rate) {
        pace = new Pace(phase, rate);
    }

    /** Sends so many at once, beside those of the pace, and returns when all are in the topic. */
    public void burst(Phase phase, int images) {
        for (int i = 0; i < images; i++) {
            send(new Stamp(System.nanoTime(), phase));
        }
        producer.flush();
        requireSent();
    }

    /** How many are in the topic. */
    public long sent() {
        requireSent();
        return sent.get();
    }

    /** Ends the pace; returns when all that was handed over is in the topic. */
    public void stop() throws InterruptedException {
        closed = true;
        thread.join();
        producer.flush();
        requireSent();
    }

    private void requireSent() {
        Exception e = failure.get();
        if (e != null) {
            throw new Failure("an image could not be produced: " + e.getMessage(), e);
        }
    }

    private void send() {
        Poisson poisson = new Poisson(1);
        Pace now = pace;
        double due = System.nanoTime();
        while (!closed && failure.get() == null) {
            if (!now.equals(pace) || now.rate() == 0) {
                now = pace;
                due = System.nanoTime();
            }
            if (now.rate() == 0) {
                LockSupport.parkNanos(REST_NANOS);
                continue;
            }
            due += poisson.nextNanos(now.rate());
            Poisson.await((long) due);
            send(new Stamp((long) due, now.phase()));
        }
    }

    private void send(Stamp stamp) {
        long number = handedOver.getAndIncrement();
        try {
            var unused = producer.send(
                    new ProducerRecord<>(topic, (int) (number % partitions), stamp.key(), values.apply(number)),
                    (metadata, e) -> {
                        if (e == null) {
                            sent.incrementAndGet();
                        } else {
                            failure.compareAndSet(null, e);
                        }
                    });
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        producer.close();
    }
}
