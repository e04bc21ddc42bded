package io.odradek.streamer.deadletters.replay;

import static io.odradek.streamer.deadletters.replay.Letters.TIME;
import static io.odradek.streamer.deadletters.replay.Letters.image;
import static io.odradek.streamer.deadletters.replay.Letters.letter;
import static io.odradek.streamer.deadletters.replay.Letters.mark;
import static io.odradek.streamer.deadletters.replay.Letters.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
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

        assertThat(history.isSent(image(50), at(TIME))).isTrue();
        assertThat(history.isSent(image(50), at(TIME + 1)))
                .as("another image, of a topic that was created anew")
                .isFalse();
        assertThat(history.isSent(image(51), at(TIME))).as("it has its mark").isFalse();
    }

    @Test
    void remembersWhatIsSentNowOfImagesWithSeveralDeadLettersAlone() {
        history.add(letter(5, image(50)));
        history.add(letter(6, image(50)));
        history.add(letter(7, image(51)));

        history.sent(image(50), at(TIME));
        history.sent(image(51), at(TIME));

        assertThat(history.isSent(image(50), at(TIME))).isTrue();
        assertThat(history.isSent(image(51), at(TIME))).isFalse();
    }

    @Test
    void knowsAnImageOfTwoDeadLettersToWhichTheBrokerGaveTheirTimes() {
        history.add(letter(5, image(50)));
        history.add(letter(6, image(50)));

        history.sent(image(50), appended(TIME));

        assertThat(history.isSent(image(50), appended(TIME + 1))).isTrue();
    }

    @Test
    void passesByWhatIsNeither() {
        history.add(record(0, 3, TIME, new byte[1]));

        assertThat(history.isMarked(0, 3)).isFalse();
    }

    private static ConsumerRecord<byte[], byte[]> at(long timestamp) {
        return record(0, 0, timestamp, new byte[0]);
    }

    /** Of a topic with {@code message.timestamp.type=LogAppendTime}. */
    private static ConsumerRecord<byte[], byte[]> appended(long timestamp) {
        return new ConsumerRecord<>(
                "images-dlq",
                0,
                0,
                timestamp,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }
}
