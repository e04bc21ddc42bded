package io.odradek.streamer.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.message.DeadLetter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Labels that cannot be used. */
class EvaluationDeadLettersTest extends EvaluationTopologyCase {
    @Test
    void sendsALabelThatTheVersionDoesNotHaveToTheDeadLettersOnce() {
        classes.put("m@1", Set.of("Coat", "Bag"));
        classes.put("m@2", Set.of("Coat", "Bag"));
        start(SETTINGS);
        predict("a", "1", "Coat", 0.9, 0);
        predict("a", "2", "Coat", 0.9, 0);
        predict("a", "3", "Coat", 0.9, 0);
        label("a", "Kote", 5);
        label("a", "Kote", 6);

        List<TestRecord<byte[], byte[]>> letters = deadLetters();
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).value()).isEqualTo("Kote".getBytes(UTF_8));
        assertThat(header(letters.get(0), "odradek-id")).isEqualTo("a");
        assertThat(header(letters.get(0), DeadLetter.REASON)).isEqualTo("UNKNOWN_CLASS");
        assertThat(header(letters.get(0), DeadLetter.TOPIC)).isEqualTo("labels");
        assertThat(header(letters.get(0), DeadLetter.OFFSET)).isEqualTo("0");
        // Version 3 may have any classes.
        assertThat(evaluations().all().keySet())
                .allMatch(key -> key.startsWith("m@3/"))
                .hasSize(3);

        label("a", "Coat", 7);
        assertThat(evaluations().of(HOUR).get("right").getAsLong()).isEqualTo(1);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void takesBackWhatACorrectionToAnUnknownClassHadJudged() {
        classes.put("m@1", Set.of("Coat", "Bag"));
        start(SETTINGS);
        predict("a", "1", "Coat", 0.9, 0);
        label("a", "Coat", 5);
        assertThat(evaluations().images("day")).isEqualTo(1);

        label("a", "Kote", 6);

        Evaluations after = evaluations();
        assertThat(after.images("day")).isZero();
        assertThat(after.of(HOUR).get("accuracy").isJsonNull()).isTrue();
        assertThat(deadLetters()).hasSize(1);
    }

    @Test
    void sendsWhatIsNoLabelToTheDeadLettersUntouched() {
        start(SETTINGS);
        label(new TestRecord<>("k".getBytes(UTF_8), "Coat".getBytes(UTF_8), new RecordHeaders(), NOW));
        label(new TestRecord<>(null, null, new RecordHeaders().add("odradek-id", new byte[] {1}), NOW));

        List<TestRecord<byte[], byte[]>> letters = deadLetters();
        assertThat(letters).map(letter -> header(letter, DeadLetter.REASON)).containsExactly("NO_IDENTITY", "EMPTY");
        assertThat(letters.get(0).key()).isEqualTo("k".getBytes(UTF_8));
        assertThat(letters.get(0).value()).isEqualTo("Coat".getBytes(UTF_8));
        assertThat(letters.get(1).value()).isNull();
        assertThat(labels("rejected")).isEqualTo(2);
        assertThat(scrape().value("odradek_evaluate_rejected_labels_total{reason=\"EMPTY\"}"))
                .isEqualTo(1);
    }

    /** A topic that takes no timestamps of the future would refuse it, and stop the service again at each start. */
    @Test
    void sendsNothingWithATimestampOfTheFuture() {
        start(SETTINGS);
        predict("a", "1", "Coat", 0.9, 7_200);
        label("a", "Coat", 7_300);
        label(new TestRecord<>(null, new byte[] {'x'}, new RecordHeaders(), NOW.plusSeconds(7_200)));

        assertThat(deadLetters()).map(TestRecord::timestamp).containsExactly(NOW.toEpochMilli());
        assertThat(evaluations().all())
                .containsKey("m@1/minute/2026-11-29T14:00:00Z")
                .hasSize(3);
    }

    /** Its topic takes none of ten days ago. */
    @Test
    void sendsNothingThatItsTopicTakesForTooOld() {
        classes.put("m@1", Set.of("Coat"));
        start(SETTINGS);
        long old = -Duration.ofDays(11).toSeconds();
        predict("a", "1", "Coat", 0.9, old);
        label("a", "Kote", old);
        label(new TestRecord<>(null, new byte[] {'x'}, new RecordHeaders(), NOW.plusSeconds(old)));
        label(new TestRecord<>(null, new byte[] {'x'}, new RecordHeaders(), NOW.minusSeconds(60)));

        assertThat(deadLetters())
                .map(TestRecord::timestamp)
                .containsExactly(
                        NOW.toEpochMilli(),
                        NOW.toEpochMilli(),
                        NOW.minusSeconds(60).toEpochMilli());
    }

    /** The application's own topics may take none that is old, and retention would remove it before it is read. */
    @Test
    void sendsWhatIsOldToItsOwnTopicsAsOfNow() {
        start(SETTINGS);
        long old = -Duration.ofDays(11).toSeconds();
        predict("a", "1", "Coat", 0.9, old);
        label("a", "Coat", old);

        assertThat(own("identity")).hasSize(2).containsOnly(NOW.toEpochMilli());
        assertThat(own("version")).hasSize(1).containsOnly(NOW.toEpochMilli());
    }

    @Test
    void leavesOutOfADeadLetterWhatDoesNotFit() {
        start(SETTINGS);
        label(new TestRecord<>(null, new byte[1_000_000], new RecordHeaders(), NOW));

        TestRecord<byte[], byte[]> letter = deadLetters().get(0);
        assertThat(letter.value()).isNull();
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo("TOO_LARGE");
        assertThat(header(letter, DeadLetter.OMITTED)).isEqualTo("value");
    }

    @Test
    void sendsALabelOfAnUnknownClassAsItCame() {
        classes.put("m@1", Set.of("Coat"));
        start(SETTINGS);
        predict("a", "1", "Coat", 0.9, 0);
        RecordHeaders headers = new RecordHeaders();
        headers.add("odradek-id", "a".getBytes(UTF_8)).add("traceparent", "00-1".getBytes(UTF_8));
        label(new TestRecord<>(null, "Kote".getBytes(UTF_8), headers, NOW));

        TestRecord<byte[], byte[]> letter = deadLetters().get(0);
        assertThat(letter.key()).isNull();
        assertThat(header(letter, "odradek-id")).isEqualTo("a");
        assertThat(header(letter, "traceparent")).isEqualTo("00-1");
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo("UNKNOWN_CLASS");
    }

    /** It would stop the service, and again at each start. */
    @Test
    void leavesOutOfALabelOfAnUnknownClassWhatItsTopicDoesNotTake() {
        classes.put("m@1", Set.of("Coat"));
        start(SETTINGS, 1_000);
        predict("a", "1", "Coat", 0.9, 0);
        label("a", "x".repeat(900), 1);

        TestRecord<byte[], byte[]> letter = deadLetters().get(0);
        assertThat(letter.value()).isNull();
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo("UNKNOWN_CLASS");
        assertThat(header(letter, DeadLetter.OMITTED)).isEqualTo("value");
    }
}
