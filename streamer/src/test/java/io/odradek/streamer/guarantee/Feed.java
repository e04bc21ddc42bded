package io.odradek.streamer.guarantee;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Images at a steady rate, whatever breaks; each is sent until brokers have it. Thread-safe. */
final class Feed implements AutoCloseable {
    /** Images a second: modest, so that brokers, streamers and this fit on two processors. */
    static final int RATE = 160;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Mix mix;
    private final AnswerWatch answers;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger arrived = new AtomicInteger();
    /** Bad ones on their way to the brokers, and all that arrived. */
    private final AtomicInteger badSent = new AtomicInteger();

    private final Thread thread = new Thread(this::run, "feed");
    private volatile boolean withBad = true;
    private volatile boolean stopping;
    private volatile @Nullable Exception failure;

    Feed(String bootstrapServers, long seed, AnswerWatch answers) {
        this.mix = new Mix(seed);
        this.answers = answers;
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "linger.ms", 5,
                        "request.timeout.ms", 10_000,
                        "delivery.timeout.ms", 600_000,
                        "max.block.ms", 600_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void start() {
        thread.start();
    }

    private void run() {
        long start = System.nanoTime();
        while (!stopping) {
            long due = start + sent.get() * 1_000_000_000L / RATE;
            long early = due - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
            } else {
                send();
            }
        }
    }

    private void send() {
        Mix.Next next;
        // Who holds them back must see each that was allowed before.
        synchronized (this) {
            next = mix.next(withBad);
            if (next.isBad()) {
                badSent.incrementAndGet();
            }
        }
        sent.incrementAndGet();
        Future<?> unused = producer.send(next.record(), (metadata, e) -> {
            if (e == null) {
                arrived.incrementAndGet();
            } else {
                failure = e;
            }
        });
    }

    /** From now on only good ones come; returns when all bad ones are answered. */
    void holdBadImages() {
        synchronized (this) {
            withBad = false;
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> answers.deadLetters() >= badSent.get());
    }

    void sendBadImages() {
        withBad = true;
    }

    /** How many were sent, some of them still on their way. */
    int sent() {
        return sent.get();
    }

    /** Sends no more. @return how many the brokers have */
    int stop() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.flush();
        if (failure != null) {
            throw new IllegalStateException("the brokers did not take an image", failure);
        }
        return arrived.get();
    }

    @Override
    public void close() {
        stopping = true;
        producer.close(Duration.ZERO);
    }
}
