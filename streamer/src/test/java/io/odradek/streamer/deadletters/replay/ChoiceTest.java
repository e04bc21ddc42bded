package io.odradek.streamer.deadletters.replay;

import static io.odradek.streamer.deadletters.replay.Letters.TIME;
import static io.odradek.streamer.deadletters.replay.Letters.image;
import static io.odradek.streamer.deadletters.replay.Letters.letter;
import static io.odradek.streamer.deadletters.replay.Letters.mark;
import static io.odradek.streamer.deadletters.replay.Letters.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.deadletters.Range;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.Replayed;
import io.odradek.streamer.message.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which dead letters are chosen, and what is to become of each. */
class ChoiceTest {
    private final History history = new History();

    @Test
    void takesAllOfNoRangeAndNoReason() {
        assertThat(choice(Range.ALL, Set.of(), 1).isChosen(letter(5, image(50))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 5, EMPTY, true",
        "1, 2, 0, 5, EMPTY, false",
        "-1, 0, 0, 5, EMPTY, false",
        "0, 1, 1, 5, EMPTY, false",
        "0, 1, 0, 6, EMPTY, false",
        "0, 1, 0, 5, WRONG_SIZE, false"
    })
    void takesThoseOfItsTimesItsPlaceAndItsReasons(
            long from, long to, int partition, long offset, String reason, boolean isChosen) {
        Range range = new Range(
                Optional.of(Instant.ofEpochMilli(TIME + from)),
                Optional.of(Instant.ofEpochMilli(TIME + to)),
                OptionalInt.of(partition),
                OptionalLong.of(offset));

        assertThat(choice(range, Set.of(reason), 1).isChosen(letter(5, image(50))))
                .isEqualTo(isChosen);
    }

    @Test
    void sendsAnImageOnceWhateverNumberOfDeadLettersItHas() {
        ConsumerRecord<byte[], byte[]> first = letter(5, image(50));
        ConsumerRecord<byte[], byte[]> second = letter(6, image(50));
        ConsumerRecord<byte[], byte[]> ofANewTopic = letter(7, image(50), TIME + 1);
        List.of(first, second, ofANewTopic).forEach(history::add);
        Choice choice = choice(Range.ALL, Set.of(), 1);

        assertThat(choice.fate(first)).isEqualTo(Fate.SENT);
        assertThat(choice.fate(second)).isEqualTo(Fate.REPEATED);
        assertThat(choice.fate(ofANewTopic)).isEqualTo(Fate.SENT);
    }

    @Test
    void sendsNothingThatHasItsMarkNorTheSecondDeadLetterThatCameBehindIt() {
        ConsumerRecord<byte[], byte[]> sent = letter(5, image(50));
        ConsumerRecord<byte[], byte[]> late = letter(7, image(50));
        List.of(sent, mark(6, 5, image(50)), late).forEach(history::add);
        Choice choice = choice(Range.ALL, Set.of(), 1);

        assertThat(choice.fate(sent)).isEqualTo(Fate.SENT_BEFORE);
        assertThat(choice.fate(late)).isEqualTo(Fate.REPEATED);
    }

    @Test
    void knowsThatAnImageWasSentByADeadLetterThatIsNotChosen() {
        ConsumerRecord<byte[], byte[]> sent = letter(5, image(50));
        ConsumerRecord<byte[], byte[]> late = letter(7, image(50));
        List.of(sent, mark(6, 5, image(50)), late).forEach(history::add);
        Choice choice = choice(Range.ALL, Set.of(), 1);

        choice.passBy(sent);

        assertThat(choice.fate(late)).isEqualTo(Fate.REPEATED);
    }

    @Test
    void sendsOnlyToThePartitionsOfItsOwnTopicsThatAreThere() {
        Choice choice = choice(Range.ALL, Set.of(), 1);

        assertThat(choice.fate(letter(1, new Source("images", 3, 1)))).isEqualTo(Fate.SENT);
        assertThat(choice.fate(letter(2, new Source("images", 4, 1)))).isEqualTo(Fate.NO_PARTITION);
        assertThat(choice.fate(letter(3, new Source("gone", 0, 1)))).isEqualTo(Fate.NO_TOPIC);
        assertThat(choice.fate(letter(4, new Source("models", 0, 1)))).isEqualTo(Fate.OTHER_TOPIC);
        ConsumerRecord<byte[], byte[]> lost = letter(5, image(1));
        lost.headers().remove(DeadLetter.OFFSET);
        assertThat(choice.fate(lost)).isEqualTo(Fate.NO_ORIGIN);
    }

    @Test
    void tellsAValueThatWasLeftOutFromAnImageThatHadNone() {
        Choice choice = choice(Range.ALL, Set.of(), 1);

        assertThat(choice.fate(withoutValue(1, false))).isEqualTo(Fate.SENT);
        assertThat(choice.fate(withoutValue(2, true))).isEqualTo(Fate.LEFT_OUT);
        ConsumerRecord<byte[], byte[]> whole = letter(3, image(3));
        put(whole.headers(), DeadLetter.OMITTED, "a header of its own");
        assertThat(choice.fate(whole)).isEqualTo(Fate.SENT);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, SENT", "1, 1, REFUSED_AGAIN", "1, 2, SENT", "5, 2, REFUSED_AGAIN", "x, 1, SENT"})
    void sendsAnImageAsOftenAsIsAllowed(String times, int attempts, Fate fate) {
        ConsumerRecord<byte[], byte[]> again = letter(1, image(1));
        put(again.headers(), Replayed.TIMES, times);

        assertThat(choice(Range.ALL, Set.of(), attempts).fate(again)).isEqualTo(fate);
    }

    private static ConsumerRecord<byte[], byte[]> withoutValue(long offset, boolean isOmitted) {
        ConsumerRecord<byte[], byte[]> letter = Letters.record(0, offset, TIME, null);
        letter(offset, image(offset)).headers().forEach(letter.headers()::add);
        if (isOmitted) {
            put(letter.headers(), DeadLetter.OMITTED, "value");
        }
        return letter;
    }

    private Choice choice(Range range, Set<String> reasons, int attempts) {
        return new Choice(
                new Order(range, reasons, attempts, 0, false, false),
                List.of("images", "gone"),
                Map.of("images", 4),
                history);
    }
}
