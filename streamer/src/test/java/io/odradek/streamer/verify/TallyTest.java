package io.odradek.streamer.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.history.Range;
import io.odradek.streamer.message.Source;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each kind of fault, planted by hand, is seen, and nothing else. */
class TallyTest {
    private static final TopicPartition IMAGES = new TopicPartition("images", 0);
    private static final TopicPartition OTHERS = new TopicPartition("images", 1);
    private static final TopicPartition PREDICTIONS = new TopicPartition("predictions", 0);
    private static final TopicPartition LETTERS = new TopicPartition("images-dlq", 0);
    private static final long HEAP = 64 << 20;
    private static final long[] OFFSETS = {10, 11, 14, 19};

    /** Where the answers of the images stand that are right. */
    private final Map<TopicPartition, TopicPartition> predictions =
            Map.of(IMAGES, PREDICTIONS, OTHERS, new TopicPartition("predictions", 1));

    private final Map<TopicPartition, Long> committed = new HashMap<>(Map.of(IMAGES, 20L, OTHERS, 20L));
    private Tally tally = new Tally(Map.of(), HEAP);

    /** Two partitions with gaps in their offsets, and an image that became a dead letter. */
    @BeforeEach
    void haveImages() {
        tally = new Tally(Map.of(IMAGES, new Range(10, 20), OTHERS, new Range(10, 20)), HEAP);
        for (TopicPartition partition : List.of(IMAGES, OTHERS)) {
            for (long offset : OFFSETS) {
                tally.image(partition, offset, 1_000 + offset);
            }
        }
        tally.image(IMAGES, 12, 1_012);
        tally.wholeFrom(Map.of(IMAGES, 3L, OTHERS, 3L));
    }

    @Test
    void acquitsWhatIsRight() {
        answerAllBut(-1);

        Report report = report(true);

        assertThat(report.faults()).isEmpty();
        assertThat(report.isAccountedFor()).isTrue();
        assertThat(report.total()).isEqualTo(new Counts(9, 8, 1, 0, 0, Map.of()));
        assertThat(report.partitions()).extracting(PartitionAccount::partition).containsExactly(IMAGES, OTHERS);
        assertThat(report.partitions())
                .extracting(account -> account.counts().inputs())
                .containsExactly(5L, 4L);
    }

    @Test
    void findsWhatIsLostBelowTheCommittedOffsetAndCallsTheRestPending() {
        answerAllBut(14);
        committed.put(OTHERS, 14L);

        Report report = report(false);

        assertThat(report.faults()).containsExactly("1 lost");
        assertThat(report.named(Fault.LOST)).containsExactly(source(IMAGES, 14));
        assertThat(report.total().pending()).isEqualTo(1);
        assertThat(report.isAccountedFor()).isFalse();
    }

    @Test
    void callsUnknownWhatRetentionMayHaveRemovedAndLostWhatItMayNot() {
        // Given: answers to images before 1,016 may be removed, the first image whose prediction is left is 14, and of
        // the
        // other partition none is removed.
        tally = new Tally(Map.of(IMAGES, new Range(10, 20), OTHERS, new Range(10, 20)), HEAP);
        tally.keepsSince(Tally.Kind.PREDICTION, 1_016);
        for (TopicPartition partition : List.of(IMAGES, OTHERS)) {
            for (long offset = 10; offset < 20; offset++) {
                tally.image(partition, offset, 1_000 + offset);
            }
        }
        predict(IMAGES, 14);
        predict(OTHERS, 14);

        // When
        tally.cut(Tally.Kind.PREDICTION, IMAGES::equals);

        // Then
        Report report = report(false);
        assertThat(report.partitions())
                .extracting(account -> account.counts().unknown())
                .containsExactly(4L, 0L);
        assertThat(report.faults()).containsExactly("14 lost");
        assertThat(report.named(Fault.LOST)).startsWith(source(IMAGES, 15), source(IMAGES, 16));
    }

    @Test
    void ofDeadLettersThatWereRemovedOnlyTheImagesCanTellTheAge() {
        tally = new Tally(Map.of(IMAGES, new Range(10, 20)), HEAP);
        tally.keepsSince(Tally.Kind.DEAD_LETTER, 1_013);
        // Not in the order of time.
        tally.image(IMAGES, 11, 1_020);
        tally.image(IMAGES, 12, 1_012);
        tally.image(IMAGES, 13, 1_013);
        predict(IMAGES, 11);
        assertThat(report(true).faults()).containsExactly("2 lost");

        tally.cut(Tally.Kind.DEAD_LETTER, IMAGES::equals);

        assertThat(report(true).total().unknown()).isEqualTo(1);
        assertThat(report(true).named(Fault.LOST)).containsExactly(source(IMAGES, 13));
    }

    @Test
    void callsAllPendingOfAGroupThatHasCommittedNothing() {
        committed.clear();

        Report report = report(true);

        assertThat(report.faults()).isEmpty();
        assertThat(report.total().pending()).isEqualTo(9);
        assertThat(report.partitions()).extracting(PartitionAccount::committed).containsOnlyNulls();
    }

    @Test
    void ofAGroupThatHasCommittedNothingTheLatestAnswerTellsHowFarItCame() {
        committed.remove(IMAGES);
        predict(IMAGES, 10);
        predict(IMAGES, 14);

        Report report = report(false);

        assertThat(report.named(Fault.LOST)).contains(source(IMAGES, 11), source(IMAGES, 12));
        PartitionAccount account = report.partitions().get(0);
        assertThat(account.counts().of(Fault.LOST)).isEqualTo(2);
        assertThat(account.counts().pending()).isEqualTo(1);
        assertThat(account.committed()).isNull();

        // What is met afterwards answers what is missing, and asks for no more.
        predict(IMAGES, 11);
        predict(IMAGES, 19);
        assertThat(report(false).partitions().get(0).counts().of(Fault.LOST)).isEqualTo(1);
    }

    @Test
    void anAnswerBehindTheRangeTellsThatAllOfItWasPassed() {
        committed.remove(IMAGES);

        tally.answer(Tally.Kind.PREDICTION, PREDICTIONS, Optional.of(source(IMAGES, 25)));

        assertThat(report(false).partitions().get(0).counts().pending()).isZero();
        assertThat(report(false).partitions().get(0).counts().of(Fault.LOST)).isEqualTo(5);
    }

    @Test
    void namesTenOfTheLost() {
        TopicPartition many = new TopicPartition("images", 2);
        tally = new Tally(Map.of(many, new Range(0, 100)), HEAP);
        for (int offset = 0; offset < 30; offset++) {
            tally.image(many, offset, 0);
        }
        committed.put(many, 30L);

        assertThat(report(false).faults()).containsExactly("30 lost");
        assertThat(report(false).named(Fault.LOST)).hasSize(10).startsWith(source(many, 0), source(many, 1));
    }

    @Test
    void findsASecondAnswerWhichOnlyExactlyOnceForbids() {
        answerAllBut(-1);
        predict(IMAGES, 11);
        predict(IMAGES, 11);
        tally.answer(Tally.Kind.DEAD_LETTER, LETTERS, Optional.of(source(IMAGES, 12)));

        assertThat(report(true).faults()).containsExactly("2 repeated");
        assertThat(report(true).named(Fault.REPEATED)).containsExactly(source(IMAGES, 11), source(IMAGES, 12));
        assertThat(report(false).faults()).isEmpty();
        assertThat(report(false).total().of(Fault.REPEATED)).isEqualTo(2);
    }

    @Test
    void findsAnImageWithAPredictionAndADeadLetter() {
        answerAllBut(-1);
        tally.answer(Tally.Kind.DEAD_LETTER, LETTERS, Optional.of(source(IMAGES, 14)));

        assertThat(report(false).faults()).containsExactly("1 both predicted and dead-lettered");
        assertThat(report(false).named(Fault.BOTH)).containsExactly(source(IMAGES, 14));
    }

    @Test
    void findsAnAnswerToAnOffsetAtWhichThereIsNoImage() {
        answerAllBut(-1);
        predict(OTHERS, 15);

        assertThat(report(false).faults()).containsExactly("1 strange");
        assertThat(report(false).named(Fault.STRANGE)).containsExactly(source(OTHERS, 15));
    }

    @Test
    void findsAFirstAnswerBehindThatOfALaterImage() {
        predict(IMAGES, 10);
        predict(IMAGES, 14);
        predict(IMAGES, 11);
        predict(IMAGES, 19);

        assertThat(report(false).named(Fault.OUT_OF_ORDER)).containsExactly(source(IMAGES, 11));
    }

    @Test
    void asksForNoOrderOfRepeatsNorBetweenPartitionsNorBetweenPredictionsAndDeadLetters() {
        for (int again = 0; again < 2; again++) {
            predict(IMAGES, 14);
            predict(IMAGES, 19);
        }
        predict(OTHERS, 10);
        tally.answer(Tally.Kind.DEAD_LETTER, LETTERS, Optional.of(source(IMAGES, 12)));

        assertThat(report(false).total().of(Fault.OUT_OF_ORDER)).isZero();
    }

    @Test
    void countsWhatAnswersOtherTopicsAndWhatSaysNotWhatItAnswers() {
        answerAllBut(-1);
        tally.answer(Tally.Kind.PREDICTION, PREDICTIONS, Optional.of(new Source("photos", 0, 11)));
        tally.answer(Tally.Kind.PREDICTION, PREDICTIONS, Optional.empty());
        tally.answer(Tally.Kind.DEAD_LETTER, LETTERS, Optional.empty());

        assertThat(report(true).foreign()).isEqualTo(1);
        assertThat(report(true).unidentified()).isEqualTo(2);
        assertThat(report(true).faults()).isEmpty();
    }

    @Test
    void leavesOutAnswersBeyondTheRangeAndThoseOfImagesThatRetentionHasRemoved() {
        answerAllBut(-1);
        predict(IMAGES, 5);
        predict(IMAGES, 20);
        predict(IMAGES, 1);
        tally.wholeFrom(Map.of(OTHERS, 16L));
        predict(OTHERS, 13);
        predict(OTHERS, 17);

        Report report = report(true);

        assertThat(report.removed()).isEqualTo(2);
        assertThat(report.named(Fault.STRANGE)).containsExactly(source(OTHERS, 17));
        assertThat(report.total().inputs()).isEqualTo(9);
    }

    @Test
    void callsAnAnswerThatIsNotGivenAgainAFault() {
        SampleAccount sample = new SampleAccount(5, 2, 1, List.of("images-0@3: was \"cat\", is \"dog\""), List.of());

        Report report = new Report(List.of(), 0, 0, 0, true, sample);

        assertThat(sample.sampled()).isEqualTo(8);
        assertThat(report.faults()).containsExactly("2 answered otherwise when asked again");
        assertThat(new Report(List.of(), 0, 0, 0, true, new SampleAccount(5, 0, 3, List.of(), List.of())).faults())
                .isEmpty();
    }

    @Test
    void refusesAnImageOfAPartitionThatItDoesNotAccountFor() {
        assertThatThrownBy(() -> tally.image(new TopicPartition("images", 7), 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("images-7 is none of the partitions that are accounted for");
    }

    @Test
    void knowsTheOldestTimestampUnlessAnImageHasNone() {
        assertThat(tally.leastTimestamp()).contains(Instant.ofEpochMilli(1_010));

        tally.image(IMAGES, 13, -1);

        assertThat(tally.leastTimestamp()).isEmpty();
        assertThat(new Tally(Map.of(), HEAP).leastTimestamp()).isEmpty();
    }

    @Test
    void accountsForTenMillionImagesInAHeapOf64MiBAndRefusesWhatDoesNotFit() {
        tally = new Tally(Map.of(IMAGES, new Range(0, 10_000_000)), HEAP);
        tally.image(IMAGES, 9_999_999, 0);

        assertThat(report(true).total().inputs()).isEqualTo(1);
        assertThatThrownBy(() -> new Tally(Map.of(IMAGES, new Range(0, 1L << 40)), HEAP))
                .isInstanceOf(ConfigException.class)
                .hasMessage("the range has 1099511627776 offsets, allowed with this heap: 33554432, and 2147483583 in a"
                        + " partition: take fewer with --from and --to, or raise -Xmx in JAVA_OPTS");
    }

    /** Every image in its order, but for those at one offset. */
    private void answerAllBut(long left) {
        for (TopicPartition partition : List.of(IMAGES, OTHERS)) {
            for (long offset : OFFSETS) {
                if (offset != left) {
                    predict(partition, offset);
                }
            }
        }
        tally.answer(Tally.Kind.DEAD_LETTER, LETTERS, Optional.of(source(IMAGES, 12)));
    }

    private void predict(TopicPartition partition, long offset) {
        tally.answer(
                Tally.Kind.PREDICTION,
                predictions.getOrDefault(partition, PREDICTIONS),
                Optional.of(source(partition, offset)));
    }

    private static Source source(TopicPartition partition, long offset) {
        return new Source(partition.topic(), partition.partition(), offset);
    }

    private Report report(boolean exactlyOnce) {
        return new Report(
                tally.accounts(committed), tally.foreign(), tally.unidentified(), tally.removed(), exactlyOnce, null);
    }
}
