package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final StringWriter screen = new StringWriter();

    @Test
    void writesOverItselfAndEndsWithTheWork() {
        try (ProgressLine line = new ProgressLine(new PrintWriter(screen), true)) {
            line.at("images", 500, 20_000);
            line.at("images", 20_000, 20_000);
            // As the reader does after the last poll and behind it.
            line.at("images", 20_000, 20_000);
            line.at("predictions", 20_000, 20_000);
        }

        assertThat(screen)
                .hasToString("\r500 of 20,000 images\r20,000 of 20,000 images\n\r20,000 of 20,000 predictions\n");
    }

    @Test
    void endsWhereTheWorkIsLeftSoThatWhatFollowsStandsOnItsOwn() {
        try (ProgressLine line = new ProgressLine(new PrintWriter(screen), true)) {
            line.at("images", 500, 20_000);
        }

        assertThat(screen).hasToString("\r500 of 20,000 images\n");
    }

    @Test
    void saysNothingWhereNobodyLooksOrItIsSoonOver() {
        try (ProgressLine unseen = new ProgressLine(new PrintWriter(screen), false);
                ProgressLine small = new ProgressLine(new PrintWriter(screen), true)) {
            unseen.at("images", 500, 20_000);
            small.at("images", 500, 19_999);
        }

        assertThat(screen.toString()).isEmpty();
    }
}
