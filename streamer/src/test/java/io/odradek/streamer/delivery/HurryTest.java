package io.odradek.streamer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HurryTest {
    private final AtomicInteger flushes = new AtomicInteger();

    @Test
    void flushesWithoutMakingTheCallerWait() throws InterruptedException {
        CountDownLatch acknowledged = new CountDownLatch(1);
        try (Hurry hurry = new Hurry(() -> await(acknowledged))) {
            hurry.hurry();

            // Here although nothing is acknowledged.
            acknowledged.countDown();
            awaitFlushes(1);
        }
    }

    @Test
    void flushesAgainForWhatCameDuringAFlush() throws InterruptedException {
        CountDownLatch acknowledged = new CountDownLatch(1);
        try (Hurry hurry = new Hurry(() -> await(acknowledged))) {
            hurry.hurry();
            awaitFlushes(1);
            hurry.hurry();

            acknowledged.countDown();

            awaitFlushes(2);
        }
    }

    @Test
    void flushesFarLessOftenThanItIsAskedFor() {
        try (Hurry hurry = new Hurry(flushes::incrementAndGet)) {
            long begin = System.nanoTime();
            for (int asked = 0; asked < 1_000_000; asked++) {
                hurry.hurry();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begin);

            // One in 5 ms, and a first one.
            assertThat(flushes.get()).isLessThan(10 + (int) took.toMillis());
        }
    }

    @Test
    void endsItsThread() {
        Hurry hurry = new Hurry(flushes::incrementAndGet);

        hurry.close();

        Awaitility.await().until(() -> !hurry.isRunning());
    }

    private void await(CountDownLatch latch) {
        flushes.incrementAndGet();
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitFlushes(int count) {
        Awaitility.await().until(() -> flushes.get() >= count);
        assertThat(flushes).hasValue(count);
    }
}
