package io.odradek.streamer.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void isPrintableAndOneLine() {
        assertThat(OneLine.of("a ~\n\u001b\u007fé")).isEqualTo("a ~????");
    }

    @Test
    void hasThreeHundredCharactersAtMost() {
        assertThat(OneLine.of("x".repeat(300))).isEqualTo("x".repeat(300));
        assertThat(OneLine.of("x".repeat(301))).isEqualTo("x".repeat(300) + "...");
    }

    @Test
    void isWhatARefusalSays() {
        RefusedException refused = new RefusedException(Stage.SIZE, "two\nlines");

        assertThat(refused).hasMessage("two?lines");
        assertThat(refused.isForNow()).isFalse();
        assertThat(RefusedException.forNow(Stage.PROBE, "later").isForNow()).isTrue();
        assertThat(RefusedException.forNow(Stage.PROBE, "later").stage()).isEqualTo(Stage.PROBE);
    }
}
