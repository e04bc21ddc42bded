package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CountingProgressTest {
    private final StringWriter text = new StringWriter();
    private long now;

    @Test
    void saysNothingOfAShortWork() {
        try (CountingProgress progress = progress(Progress.Style.PLAIN)) {
            after(1_900, progress, 999, 1000);
        }

        assertThat(text).hasToString("");
    }

    @Test
    void saysALineEveryTwoSeconds() {
        try (CountingProgress progress = progress(Progress.Style.PLAIN)) {
            after(2_100, progress, 500, 2000);
            after(1_000, progress, 900, 2000);
            after(1_100, progress, 1500, 2000);
        }

        assertThat(text.toString().lines())
                .containsExactly("classifying images: 500 of 2,000", "classifying images: 1,500 of 2,000");
    }

    @Test
    void drawsABarAndRemovesIt() {
        try (CountingProgress progress = progress(Progress.Style.BAR)) {
            after(110, progress, 500, 2000);
            after(60, progress, 600, 2000);
            after(60, progress, 2000, 2000);
        }

        assertThat(text)
                .hasToString("\r\u001b[Kclassifying images [######..................] 500 of 2,000"
                        + "\r\u001b[Kclassifying images [########################] 2,000 of 2,000\r\u001b[K");
    }

    private CountingProgress progress(Progress.Style style) {
        return new CountingProgress("classifying", style, new PrintWriter(text, true), () -> now);
    }

    private void after(long millis, CountingProgress progress, int done, int of) {
        now += Duration.ofMillis(millis).toNanos();
        progress.onRead("images", done, of);
    }
}
