package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadingProgressTest {
    private final StringWriter shown = new StringWriter();
    private long now;

    @Test
    void barRedrawsOneLineAndClearsIt() {
        // Given
        ReadingProgress progress = new ReadingProgress(Progress.Style.BAR, new PrintWriter(shown, true), () -> now);

        // When
        readEachAfterMillis(progress, 60, 4);
        progress.close();

        // Then
        assertThat(shown.toString())
                .isEqualTo("\r\u001b[Kreading images [############............] 2,000 of 4,000"
                        + "\r\u001b[Kreading images [########################] 4,000 of 4,000\r\u001b[K");
    }

    @Test
    void plainLinesComeNowAndThen() {
        // Given
        ReadingProgress progress = new ReadingProgress(Progress.Style.PLAIN, new PrintWriter(shown, true), () -> now);

        // When
        readEachAfterMillis(progress, 1_500, 4);
        progress.close();

        // Then
        assertThat(shown.toString().lines())
                .containsExactly("reading images: 2,000 of 4,000", "reading images: 4,000 of 4,000");
    }

    private void readEachAfterMillis(ReadingProgress progress, long millis, int thousands) {
        for (int i = 1; i <= thousands; i++) {
            now += TimeUnit.MILLISECONDS.toNanos(millis);
            progress.onRead("images", i * 1000, thousands * 1000);
        }
    }
}
