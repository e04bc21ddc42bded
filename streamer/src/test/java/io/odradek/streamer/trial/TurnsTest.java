package io.odradek.streamer.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.trial.Turns.Turn;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final AtomicLong clock = new AtomicLong();
    private final Turns turns = new Turns(clock::get);

    @Test
    void givesOneTurnAtATime() {
        Turn turn = turns.take().orElseThrow();

        assertThat(turns.take()).isEmpty();
        turn.close();
        assertThat(turns.take()).isPresent();
    }

    @Test
    void isTakenUntilTheLastOfItsHoldersClosesIt() {
        Turn turn = turns.take().orElseThrow();
        turn.join();

        turn.close();
        assertThat(turns.take()).isEmpty();
        turn.close();
        assertThat(turns.take()).isPresent();
    }

    @Test
    void givesFourAfterARestAndTwoASecondInTheLongRun() {
        assertThat(taken(10)).isEqualTo(4);
        pass(499);
        assertThat(taken(10)).isZero();
        pass(1);
        assertThat(taken(10)).isEqualTo(1);

        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            pass(100);
            taken += taken(3);
        }

        assertThat(taken).isBetween(199, 200);
        pass(3_600_000);
        assertThat(taken(10)).isEqualTo(4);
    }

    private int taken(int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            Optional<Turn> turn = turns.take();
            taken += turn.isPresent() ? 1 : 0;
            turn.ifPresent(Turn::close);
        }
        return taken;
    }

    private void pass(long millis) {
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
