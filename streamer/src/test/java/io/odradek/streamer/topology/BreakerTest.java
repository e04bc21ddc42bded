package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.BreakerLimits;
import io.odradek.streamer.image.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerTest {
    private final AtomicLong clock = new AtomicLong(-7);
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @Test
    void opensWhenMoreThanTheShareIsRejectedAndNamesTheMainReason() {
        Breaker breaker = breaker(0.5, 10, false);
        classify(breaker, 1_000);

        reject(breaker, 900, Reason.WRONG_SIZE);
        reject(breaker, 100, Reason.EMPTY);
        assertThat(breaker.isOpen()).as("exactly half").isFalse();
        reject(breaker, 1, Reason.WRONG_SIZE);

        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.rejectedShare()).isBetween(0.5, 0.501);
        assertThat(breaker.alarm())
                .isEqualTo("50% of 2,001 images in the last 60 s were rejected, most (90%) as WRONG_SIZE: "
                        + Reason.WRONG_SIZE.meaning());
        assertThat(events).containsExactly("opened: " + breaker.alarm());
    }

    @Test
    void saysItOnceHoweverMuchMoreIsRejected() {
        Breaker breaker = breaker(0.5, 10, false);

        reject(breaker, 10_000, Reason.EMPTY);
        breaker.tick();

        assertThat(events).hasSize(1);
        assertThat(breaker.alarm()).as("with the figures of now").contains("100% of 10,000 images");
    }

    @Test
    void doesNotJudgeFewImages() {
        Breaker breaker = breaker(0.5, 100, false);

        reject(breaker, 99, Reason.EMPTY);
        assertThat(breaker.isOpen()).isFalse();
        reject(breaker, 1, Reason.EMPTY);

        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void neverOpensWithAShareOfOneAndAtTheFirstRejectionWithZero() {
        Breaker never = breaker(1, 1, true);
        Breaker first = breaker(0, 1, false);

        reject(never, 1_000, Reason.EMPTY);
        classify(first, 1_000_000);
        reject(first, 1, Reason.EMPTY);

        assertThat(never.isOpen()).isFalse();
        assertThat(first.isOpen()).isTrue();
    }

    @Test
    void closesWhenGoodImagesOutnumberTheBadOnes() {
        Breaker breaker = breaker(0.5, 10, false);
        reject(breaker, 100, Reason.EMPTY);

        classify(breaker, 99);
        breaker.tick();
        assertThat(breaker.isOpen()).isTrue();
        classify(breaker, 1);
        breaker.tick();

        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.alarm()).isEmpty();
        assertThat(events).hasSize(2).last().isEqualTo("closed");
    }

    @Test
    void forgetsSliceBySlice() {
        Breaker breaker = breaker(0.5, 10, false);
        for (int slice = 0; slice < 12; slice++) {
            reject(breaker, 10, Reason.EMPTY);
            pass(Duration.ofSeconds(5));
        }
        assertThat(breaker.alarm()).contains("of 10 images");
        breaker.tick();
        assertThat(breaker.alarm()).as("the slice of a minute ago is gone").contains("of 110 images");

        pass(Duration.ofSeconds(25));
        breaker.tick();

        assertThat(breaker.alarm()).contains("of 60 images");
    }

    @ParameterizedTest
    @ValueSource(longs = {60, 65, 3_600, 365 * 24 * 3_600})
    void startsAfreshAfterAnIdleTime(long seconds) {
        Breaker breaker = breaker(0.5, 10, false);
        reject(breaker, 100, Reason.EMPTY);

        pass(Duration.ofSeconds(seconds));
        breaker.tick();
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.rejectedShare()).isZero();
        reject(breaker, 9, Reason.EMPTY);
        assertThat(breaker.isOpen()).isFalse();
        reject(breaker, 1, Reason.EMPTY);

        assertThat(events).hasSize(3);
        assertThat(breaker.alarm()).contains("100% of 10 images");
    }

    @Test
    void staysOpenUntilItIsResetWhereItPauses() {
        Breaker breaker = breaker(0.5, 10, true);
        reject(breaker, 100, Reason.WRONG_SIZE);
        String alarm = breaker.alarm();

        pass(Duration.ofHours(1));
        breaker.tick();
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.alarm()).isEqualTo(alarm);
        breaker.reset();
        reject(breaker, 9, Reason.EMPTY);

        assertThat(breaker.isOpen()).as("a fresh window").isFalse();
        assertThat(events).as("a reset is no news").hasSize(1);
    }

    @Test
    void countsEveryImageOfFourThreadsWhileSlicesChange() throws InterruptedException {
        Breaker breaker = breaker(0.3, 100_000, false);
        CountDownLatch done = new CountDownLatch(4);

        for (int t = 0; t < 4; t++) {
            new Thread(() -> {
                        for (int i = 0; i < 50_000; i++) {
                            breaker.classified();
                            breaker.rejected(i % 5 == 0 ? Reason.WRONG_SIZE : Reason.EMPTY);
                            clock.addAndGet(250_000);
                        }
                        done.countDown();
                    })
                    .start();
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        breaker.tick();

        assertThat(breaker.alarm())
                .as("within 50 s, that are 10 slices")
                .startsWith("50% of 400,000 images in the last 60 s were rejected, most (80%) as EMPTY");
        assertThat(breaker.rejectedShare()).isEqualTo(0.5);
        assertThat(events).as("opened by one of them").hasSize(1);
    }

    @Test
    void countsEveryImageOfFourThreadsThatBeginASliceTogether() throws InterruptedException {
        List<Breaker> breakers =
                Stream.generate(() -> breaker(0, 1, false)).limit(2_000).toList();
        CyclicBarrier together = new CyclicBarrier(4);
        CountDownLatch done = new CountDownLatch(4);

        for (int t = 0; t < 4; t++) {
            new Thread(() -> {
                        for (Breaker breaker : breakers) {
                            await(together);
                            breaker.rejected(Reason.EMPTY);
                            breaker.classified();
                        }
                        done.countDown();
                    })
                    .start();
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        breakers.forEach(Breaker::tick);

        assertThat(breakers).extracting(Breaker::alarm).allMatch(alarm -> alarm.startsWith("50% of 8 images"));
        assertThat(events).as("each opened by one of them").hasSize(2_000);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    private Breaker breaker(double share, long minImages, boolean pause) {
        return new Breaker(
                new BreakerLimits(share, Duration.ofSeconds(60), minImages, pause), clock::get, new Breaker.Listener() {
                    @Override
                    public void opened(String alarm) {
                        events.add("opened: " + alarm);
                    }

                    @Override
                    public void closed() {
                        events.add("closed");
                    }
                });
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private static void classify(Breaker breaker, int count) {
        for (int i = 0; i < count; i++) {
            breaker.classified();
        }
    }

    private static void reject(Breaker breaker, int count, Reason reason) {
        for (int i = 0; i < count; i++) {
            breaker.rejected(reason);
        }
    }
}
