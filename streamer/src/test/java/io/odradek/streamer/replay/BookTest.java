package io.odradek.streamer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.history.Range;
import io.odradek.streamer.message.Source;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BookTest {
    private static final long HEAP = 1L << 30;
    private static final TopicPartition FIRST = new TopicPartition("images", 0);
    private static final TopicPartition THIRD = new TopicPartition("images", 2);

    @Test
    void givesEachAnswerOnceByTheImagesPlace() {
        Book book = Book.of(Map.of(THIRD, new Range(100, 110)), new Labels(HEAP, false), HEAP);
        Answers answers = Objects.requireNonNull(book.of(new Source("images", 2, 103), "images"));

        answers.classified(103, 5, 0.25f);
        answers.rejected(105);

        assertThat(answers.next()).isEqualTo(106);
        assertThat(answers.isTaken()).isFalse();
        assertThat(List.of(answers.take(102), answers.take(103), answers.take(103), answers.take(105)))
                .containsExactly(Answers.NONE, 5, Answers.NONE, Answers.REJECTED);
        assertThat(answers.isTaken()).isTrue();
        assertThat(List.of(answers.take(99), answers.take(110)))
                .as("no image of the range")
                .containsOnly(Answers.NONE);
        assertThat(answers.confidence(103)).isEqualTo(0.25f);
        assertThat(book.classified()).isEqualTo(1);
        assertThat(book.of(new Source("images", 0, 103), "images")).isNull();
        assertThat(book.of(new Source("photos", 2, 103), "images")).isNull();
    }

    @Test
    void refusesARangeThatDoesNotFitIntoTheHeap() {
        assertThatThrownBy(() -> Book.of(
                        Map.of(FIRST, new Range(0, 600), THIRD, new Range(0, 500)), new Labels(HEAP, false), 32_000))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "the range has 1100 offsets, allowed with this heap: 1000, and 2147483583 in a partition: take"
                                + " fewer with --from, --to and --partitions, or raise -Xmx in JAVA_OPTS");
        assertThatThrownBy(() ->
                        Book.of(Map.of(FIRST, new Range(0, 1L << 31)), new Labels(HEAP, false), Long.MAX_VALUE))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void sharesPartitionsAmongThreadsSoThatEachHasAsMuch() {
        Map<TopicPartition, Range> ranges = Map.of(
                FIRST,
                new Range(0, 500),
                THIRD,
                new Range(10, 310),
                new TopicPartition("images", 1),
                new Range(0, 250),
                new TopicPartition("images", 3),
                new Range(7, 7));

        assertThat(Shares.of(ranges, 2))
                .extracting(share -> Shares.ends(share).keySet())
                .containsExactly(Set.of(FIRST), Set.of(THIRD, new TopicPartition("images", 1)));
        assertThat(Shares.of(ranges, 16)).as("no thread without images").hasSize(3);
        assertThat(Shares.froms(Shares.of(ranges, 2).get(1))).containsEntry(THIRD, 10L);
    }
}
