package io.odradek.streamer.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = 1_000_000;

    private final List<Long> slept = new ArrayList<>();
    /** Where a clock may begin, and pass its greatest number. */
    private long now = Long.MAX_VALUE - MILLI;

    @Test
    void restsForAsLongAsTheRecordsMayTake() {
        Pace pace = pace(1_000);

        pass(pace, 500);
        now += 100 * MILLI;
        pass(pace, 500);

        assertThat(slept).containsExactly(500 * MILLI, 400 * MILLI);
    }

    @Test
    void savesNothingUpWhileRecordsAreSlow() {
        Pace pace = pace(1_000);

        now += 10_000 * MILLI;
        pass(pace, 5);
        pass(pace, 5);

        assertThat(slept).containsExactly(5 * MILLI);
    }

    @Test
    void doesNotRestWithoutALimit() {
        pass(pace(0), 1_000_000);

        assertThat(slept).isEmpty();
    }

    private Pace pace(int perSecond) {
        return new Pace(perSecond, () -> now, nanos -> {
            slept.add(nanos);
            now += nanos;
        });
    }

    private static void pass(Pace pace, int records) {
        for (int i = 0; i < records; i++) {
            pace.passed(1);
        }
        pace.rest();
    }
}
