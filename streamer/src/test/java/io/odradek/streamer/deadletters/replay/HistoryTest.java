package io.odradek.streamer.deadletters.replay;

import static io.odradek.streamer.deadletters.replay.Letters.TIME;
import static io.odradek.streamer.deadletters.replay.Letters.image;
import static io.odradek.streamer.deadletters.replay.Letters.letter;
import static io.odradek.streamer.deadletters.replay.Letters.mark;
import static io.odradek.streamer.deadletters.replay.Letters.record;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is known of earlier replays by the marks that they left. */
class HistoryTest {
    private final History history = new History();

    @Test
    void knowsADeadLetterByTheMarkBehindIt() {
        long far = 1L << 40;
        history.add(letter(5, image(50)));
        history.add(letter(far, image(51)));
        history.add(mark(far + 1, far, image(51)));

        assertThat(history.isMarked(0, far)).isTrue();
        assertThat(history.isMarked(0, far + 2)).isFalse();
        assertThat(history.isMarked(0, 5)).isFalse();
        assertThat(history.isMarked(1, far)).as("another partition").isFalse();
    }

    @Test
    void believesNoMarkThatStandsBeforeItsDeadLetter() {
        history.add(mark(5, 5, image(50)));
        history.add(mark(6, 7, image(51)));

        assertThat(history.isMarked(0, 5)).isFalse();
        assertThat(history.isMarked(0, 7)).isFalse();
    }

    @Test
    void knowsAnImageOfTwoDeadLettersByTheMarkOfOne() {
        history.add(letter(5, image(50)));
        history.add(letter(6, image(50)));
        history.add(letter(7, image(51)));
        history.add(mark(8, 6, image(50)));
        history.add(mark(9, 7, image(51)));

        assertThat(history.isSent(image(50), TIME)).isTrue();
        assertThat(history.isSent(image(50), TIME + 1))
                .as("another image, of a topic that was created anew")
                .isFalse();
        assertThat(history.isSent(image(51), TIME)).as("it has its mark").isFalse();
    }

    @Test
    void remembersWhatIsSentNowOfImagesWithSeveralDeadLettersAlone() {
        history.add(letter(5, image(50)));
        history.add(letter(6, image(50)));
        history.add(letter(7, image(51)));

        history.sent(image(50), TIME);
        history.sent(image(51), TIME);

        assertThat(history.isSent(image(50), TIME)).isTrue();
        assertThat(history.isSent(image(51), TIME)).isFalse();
    }

    @Test
    void passesByWhatIsNeither() {
        history.add(record(0, 3, TIME, new byte[1]));

        assertThat(history.isMarked(0, 3)).isFalse();
    }
}
