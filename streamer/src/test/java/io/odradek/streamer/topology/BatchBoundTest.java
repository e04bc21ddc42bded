package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.image.InputSpec;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BatchBoundTest {
    private static final InputSpec SMALL = new InputSpec(1, 28, 28, 0);
    private static final InputSpec LARGE = new InputSpec(3, 2_048, 2_048, 0);
    private static final long MICROS = 1_000;

    private final BatchBound bound = new BatchBound();

    @Test
    void isWhatFitsIntoMemory() {
        assertThat(bound.of(64, SMALL, 1, 60 * MICROS)).isEqualTo(64);
        assertThat(bound.of(64, LARGE, 1, 60 * MICROS)).isEqualTo(1);
        assertThat(bound.of(64, new InputSpec(3, 1_024, 1_024, 0), 1, 0)).isEqualTo(5);
    }

    @Test
    void isWhatTakesTwoSecondsByWhatAnImageTookAtAdmission() {
        assertThat(bound.of(64, SMALL, 1, TimeUnit.MILLISECONDS.toNanos(160))).isEqualTo(12);
        assertThat(bound.of(64, SMALL, 1, TimeUnit.SECONDS.toNanos(3))).isEqualTo(1);
    }

    @Test
    void followsWhatTheLastCallTookOfTheSameModel() {
        bound.took(1, 12, TimeUnit.SECONDS.toNanos(6));
        assertThat(bound.of(64, SMALL, 1, 60 * MICROS)).isEqualTo(4);
        assertThat(bound.of(64, SMALL, 2, 60 * MICROS)).as("another model").isEqualTo(64);

        bound.took(1, 4, 4 * 60 * MICROS);

        assertThat(bound.of(64, SMALL, 1, 60 * MICROS)).isEqualTo(64);
    }
}
