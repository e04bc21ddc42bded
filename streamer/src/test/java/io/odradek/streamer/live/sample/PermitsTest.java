package io.odradek.streamer.live.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PermitsTest {
    private final Permits permits = new Permits();

    @Test
    void hasNothingToTakeBeforeAGrant() {
        assertThat(permits.claim(3, 0.1f)).isEqualTo(Permits.NONE);
    }

    @Test
    void keepsAClassesPermitForThatClass() {
        permits.grantClass(7);

        assertThat(permits.claim(3, 0.9f)).isEqualTo(Permits.NONE);
        assertThat(permits.claim(7, 0.9f)).isEqualTo(7);
        assertThat(permits.claim(7, 0.9f)).isEqualTo(Permits.NONE);
    }

    @Test
    void keepsAnUnsurePermitForWhatTheModelIsNotSureOf() {
        permits.grantUnsure();

        assertThat(permits.claim(1, 0.5f)).isEqualTo(Permits.NONE);
        assertThat(permits.claim(1, 0.49f)).isEqualTo(Permits.UNSURE);
        assertThat(permits.claim(1, 0.49f)).isEqualTo(Permits.NONE);
    }

    @Test
    void givesNoPermitOfItsOwnToAClassBeyondTheHundredth() {
        permits.grantAny(1);

        assertThat(permits.claim(3_799, 0.9f)).isEqualTo(Permits.ANY);
    }

    @Test
    void neverGivesMoreThanWasGrantedWhateverManyThreadsClaim() {
        AtomicInteger taken = new AtomicInteger();
        for (int round = 0; round < 200; round++) {
            permits.grantAny(2);
            List<CompletableFuture<Void>> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 50; i++) {
                        if (permits.claim(0, 0.9f) != Permits.NONE) {
                            taken.incrementAndGet();
                        }
                    }
                }));
            }
            threads.forEach(CompletableFuture::join);
        }

        assertThat(taken).hasValue(400);
    }
}
