package io.odradek.streamer.live.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void leavesOrdinaryTextOfAnyLanguageAsItIs() {
        String text = "Füße, 猫, \ud83d\udc08, <b>&amp;";

        assertThat(Words.clean(text, 100)).isEqualTo(text);
    }

    @Test
    void replacesWhatIsNoText() {
        assertThat(Words.clean("a\nb\u0000c\u001b[31m\u202ed\u2028", 100)).isEqualTo("a�b�c�[31m�d�");
    }

    @Test
    void replacesHalfCharactersSoThatTheyCanBeEncoded() {
        String clean = Words.clean("\ud800x\udc00", 100);

        assertThat(clean).isEqualTo("�x�");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(clean)).isTrue();
    }

    @Test
    void isNotLongAndNeverEndsWithHalfACharacter() {
        assertThat(Words.clean("x".repeat(10_000), 64)).hasSize(64);
        assertThat(Words.clean("abc\ud83d\udc08", 4)).isEqualTo("abc");
    }
}
