package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.training.EpochMetrics;
import io.odradek.trainer.training.ProgressListener.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter shown = new StringWriter();
    private long now;

    @Test
    void barRedrawsOneLineAndClearsIt() {
        // Given
        Progress progress = new Progress(Progress.Style.BAR, new PrintWriter(shown), () -> now);

        // When: 300 of 600 batches of 100 in the first of two epochs at 1,000 images/s, 90 s of 120 are left
        progress.onStep(new Step(1, 2, 300, 600, 100, 0.5, 1000));
        progress.close();

        // Then
        assertThat(shown.toString())
                .isEqualTo("\r\u001b[Kepoch 1/2 [############............]  50%"
                        + "  loss 0.5000  1,000 images/s  1:30 left\r\u001b[K");
    }

    @Test
    void barIsRedrawnTenTimesASecondAtMost() {
        // Given
        Progress progress = new Progress(Progress.Style.BAR, new PrintWriter(shown), () -> now);

        // When: a step each millisecond
        for (int step = 1; step < 500; step++) {
            now = TimeUnit.MILLISECONDS.toNanos(step);
            progress.onStep(new Step(1, 1, step, 600, 100, 0.5, 1000));
        }

        // Then
        assertThat(shown.toString().split("\r", -1)).hasSize(6);
    }

    @Test
    void plainLinesComeEachTenthAndEveryTwoSecondsAtMost() {
        // Given
        Progress progress = new Progress(Progress.Style.PLAIN, new PrintWriter(shown), () -> now);

        // When: an epoch of 10 s
        for (int step = 1; step <= 100; step++) {
            now = TimeUnit.MILLISECONDS.toNanos(100L * step);
            progress.onStep(new Step(1, 1, step, 100, 100, 0.5, 1000));
        }
        progress.onEpoch(new EpochMetrics(1, 0.5, 0.4, 0.8765, null, null, 10.5, 1000));

        // Then
        assertThat(shown.toString().lines())
                .hasSizeBetween(4, 6)
                .allMatch(line -> line.startsWith("epoch 1"))
                .last()
                .asString()
                .isEqualTo("epoch 1 done  train loss 0.5000  test loss 0.4000  test accuracy 0.8765"
                        + "  1,000 images/s  10.5 s");
        assertThat(shown.toString()).doesNotContain("\r");
    }

    @Test
    void anEpochNamesTheImagesThatItWasMeasuredOn() {
        // Given
        Progress progress = new Progress(Progress.Style.PLAIN, new PrintWriter(shown), () -> now);

        // When
        progress.onEpoch(new EpochMetrics(2, 0.5, null, null, 0.4, 0.8765, 10.5, 1000));

        // Then
        assertThat(shown.toString()).contains("validation loss 0.4000  validation accuracy 0.8765");
    }
}
