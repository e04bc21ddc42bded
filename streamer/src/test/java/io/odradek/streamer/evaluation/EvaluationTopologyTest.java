package io.odradek.streamer.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.message.DeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of predictions and labels, in every order and of every kind. */
class EvaluationTopologyTest extends EvaluationTopologyCase {
    private static final String HOUR = "m@1/hour/2026-11-29T12:00:00Z";

    @Test
    void tellsEveryFigureOfAWindow() {
        start(SETTINGS);
        predict("a", "1", "Coat", 0.75, 0);
        predict("b", "1", "Coat", 0.75, 1);
        predict("c", "1", "Bag", 1, 2);
        label("a", "Coat", 10);
        label("b", "Shirt", 11);
        label("c", "Bag", 12);

        JsonObject hour = evaluations().of(HOUR);

        // (2 · |0.75 - 0.5| + 1 · |1 - 1|) / 3
        assertThat(hour)
                .hasToString("{\"schema\":1,\"model\":{\"name\":\"m\",\"version\":\"1\"},"
                        + "\"window\":{\"size\":\"hour\",\"start\":\"2026-11-29T12:00:00Z\",\"end\":\"2026-11-29T13:00:00Z\"},"
                        + "\"images\":3,\"right\":2,\"accuracy\":0.6666666666666666,"
                        + "\"calibrationError\":0.16666666666666666,\"classes\":{"
                        + "\"Coat\":{\"images\":1,\"predicted\":2,\"right\":1,\"precision\":0.5,\"recall\":1.0,"
                        + "\"calibrationError\":0.25},"
                        + "\"Bag\":{\"images\":1,\"predicted\":1,\"right\":1,\"precision\":1.0,\"recall\":1.0,"
                        + "\"calibrationError\":0.0},"
                        + "\"Shirt\":{\"images\":1,\"predicted\":0,\"right\":0,\"precision\":null,\"recall\":0.0,"
                        + "\"calibrationError\":null}},\"classesOmitted\":0,"
                        + "\"confusions\":{\"Bag\":{\"Bag\":1},\"Coat\":{\"Coat\":1},\"Shirt\":{\"Coat\":1}},"
                        + "\"confusionsOmitted\":0}");
        assertThat(scrape().value("odradek_evaluate_accuracy_ratio{window=\"hour\"}"))
                .isEqualTo(2.0 / 3);
        assertThat(scrape().value("odradek_evaluate_precision_ratio{window=\"hour\",class=\"Coat\"}"))
                .isEqualTo(0.5);
        assertThat(scrape().value("odradek_evaluate_judgements_total{class=\"Shirt\",predicted=\"Coat\"}"))
                .isEqualTo(1);
        assertThat(scrape().value("odradek_evaluate_window_start_seconds{window=\"hour\"}"))
                .isEqualTo((double) NOW.getEpochSecond());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void countsTheSameInWhicheverOrderAllOfItComes(long seed) {
        start(SETTINGS);
        Random random = new Random(seed);
        List<String> names = List.of("Coat", "Bag", "Shirt", "Sneaker");
        List<Runnable> arrivals = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            String image = "image-" + random.nextInt(400);
            String version = String.valueOf(random.nextInt(3));
            String label = names.get(random.nextInt(4));
            double confidence = random.nextFloat();
            // Predictions within half an hour, and all labels in time.
            long seconds = random.nextInt(1_800);
            arrivals.add(() -> predict(image, version, label, confidence, seconds));
            arrivals.add(() -> label(image, names.get((int) (seconds % 4)), 1_000 + seconds));
        }
        Collections.shuffle(arrivals, random);

        arrivals.forEach(Runnable::run);

        evaluations().assertEqual(recount);
        assertThat(labels("contradiction")).isPositive();
        assertThat(labels("duplicate")).isPositive();
        assertThat(predictions("repeated")).isPositive();
        assertThat(labels("late")).isZero();
    }

    @Test
    void countsALabelThatComesBeforeItsImage() {
        start(SETTINGS);
        label("a", "Coat", -60);
        assertThat(evaluations().all()).isEmpty();

        predict("a", "1", "Coat", 0.9, 0);

        assertThat(evaluations().images("hour")).isEqualTo(1);
        assertThat(labels("used")).isEqualTo(1);
    }

    @Test
    void countsALabelOfAnImageThatNeverCameWhenTheGraceIsOver() {
        start(SETTINGS);
        label("a", "Coat", 0);
        pass(GRACE);
        assertThat(labels("unknown_image")).isZero();
        assertThat(scrape().value("odradek_evaluate_waiting{what=\"label\"}")).isEqualTo(1);

        pass(Duration.ofSeconds(2));

        assertThat(labels("unknown_image")).isEqualTo(1);
        assertThat(scrape().value("odradek_evaluate_waiting_bytes{what=\"label\"}"))
                .isZero();
    }

    @Test
    void countsAPredictionWithoutLabelOnceNoneCanComeAnyMore() {
        start(SETTINGS);
        predict("a", "1", "Coat", 0.9, 0);
        predict("a", "2", "Coat", 0.9, 0);
        pass(GRACE.multipliedBy(2).plusSeconds(2));

        assertThat(predictions("unlabelled")).isEqualTo(2);
        assertThat(scrape().value("odradek_evaluate_waiting{what=\"prediction\"}"))
                .isZero();
    }

    @Test
    void doesNotCountALabelBeyondTheGraceAndSaysThatItWasLate() {
        start(SETTINGS);
        predict("a", "1", "Coat", 0.9, 0);
        predict("b", "1", "Coat", 0.9, 0);
        label("a", "Coat", GRACE.toSeconds() + 1);
        label("b", "Coat", GRACE.toSeconds());
        label("c", "Coat", 0);
        predict("c", "1", "Coat", 0.9, GRACE.toSeconds() + 1);

        Evaluations all = evaluations();

        all.assertEqual(recount);
        assertThat(all.images("day")).isEqualTo(1);
        assertThat(labels("late")).isEqualTo(2);
        assertThat(labels("used")).isEqualTo(1);
    }

    @Test
    void letsTheLatestOfSeveralLabelsCountWhicheverComesFirst() {
        start(SETTINGS);
        predict("a", "1", "Coat", 0.9, 0);
        label("a", "Shirt", 20);
        assertThat(evaluations().of(HOUR).get("right").getAsLong()).isZero();

        label("a", "Coat", 30);
        label("a", "Bag", 10);
        label("a", "Coat", 25);

        Evaluations corrected = evaluations();
        corrected.assertEqual(recount);
        assertThat(corrected.of(HOUR).get("right").getAsLong()).isEqualTo(1);
        assertThat(corrected.images("hour")).isEqualTo(1);
        assertThat(labels("used")).isEqualTo(1);
        assertThat(labels("contradiction")).isEqualTo(2);
        assertThat(labels("duplicate")).isEqualTo(1);
    }

    @Test
    void judgesEachVersionThatClassifiedAnImageAndEachOnce() {
        start(SETTINGS);
        predict("a", "1", "Coat", 0.9, 0);
        label("a", "Coat", 5);
        predict("a", "1", "Coat", 0.9, 0);
        predict("a", "2", "Bag", 0.6, 7);

        Evaluations all = evaluations();

        all.assertEqual(recount);
        assertThat(all.of(HOUR).get("accuracy").getAsDouble()).isEqualTo(1);
        assertThat(all.of("m@2/hour/2026-11-29T12:00:00Z").get("accuracy").getAsDouble())
                .isZero();
        assertThat(predictions("repeated")).isEqualTo(1);
    }

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

    @Test
    void leavesOutOfADeadLetterWhatDoesNotFit() {
        start(SETTINGS);
        label(new TestRecord<>(null, new byte[1_000_000], new RecordHeaders(), NOW));

        TestRecord<byte[], byte[]> letter = deadLetters().get(0);
        assertThat(letter.value()).isNull();
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo("TOO_LARGE");
        assertThat(header(letter, DeadLetter.OMITTED)).isEqualTo("value, key, headers");
    }

    @Test
    void countsWhatIsNoPrediction() {
        start(SETTINGS);
        for (String forged : List.of(
                "no JSON",
                "{}",
                new String(prediction("1", "Coat", 0.5f, 0), UTF_8).replace("[0.5", "[NaN"),
                new String(prediction("1", "Coat", 0.5f, 0), UTF_8).replace("[0.5", "[7"),
                new String(prediction("1", "x".repeat(1_001), 0.5f, 0), UTF_8),
                new String(prediction("a/b", "Coat", 0.5f, 0), UTF_8))) {
            predict(new TestRecord<>(null, forged.getBytes(UTF_8), new RecordHeaders(), NOW));
        }
        predict(new TestRecord<>(null, null, new RecordHeaders(), NOW));

        assertThat(predictions("unreadable")).isEqualTo(7);
        assertThat(predictions("taken")).isZero();
    }

    @Test
    void findsAnImageWithoutIdByItsPlaceAndByItsKeyWhereKeysAreUnique() {
        start(settings(1, true, 64 << 20));
        predict(new TestRecord<>(null, prediction("1", "Coat", 1, 17), new RecordHeaders(), NOW));
        predict(new TestRecord<>(new byte[] {7}, prediction("1", "Bag", 1, 18), new RecordHeaders(), NOW));
        label(new TestRecord<>(
                null,
                "{\"label\":\"Coat\",\"source\":{\"topic\":\"images\",\"partition\":0,\"offset\":17}}".getBytes(UTF_8),
                new RecordHeaders(),
                NOW));
        label(new TestRecord<>(new byte[] {7}, "Bag".getBytes(UTF_8), new RecordHeaders(), NOW));

        assertThat(evaluations().of(HOUR).get("right").getAsLong()).isEqualTo(2);
    }

    @Test
    void letsAFloodOfLabelsDriveOutNothingButItsOwnOldest() {
        start(settings(1, false, 1 << 20));
        for (int i = 0; i < 500; i++) {
            predict("image-" + i, "1", "Coat", 0.9, 0);
        }
        for (int i = 0; i < 10_000; i++) {
            label("never-" + i, "Coat", 0);
        }
        assertThat(scrape().value("odradek_evaluate_waiting_bytes{what=\"label\"}"))
                .isZero();
        pass(Duration.ofSeconds(1));
        double waiting = scrape().value("odradek_evaluate_waiting{what=\"label\"}");
        assertThat(scrape().value("odradek_evaluate_waiting_bytes{what=\"label\"}"))
                .isBetween(500_000.0, 524_288.0);
        assertThat(waiting + labels("evicted")).isEqualTo(10_000);
        assertThat(waiting).isBetween(1_000.0, 3_000.0);

        for (int i = 0; i < 500; i++) {
            label("image-" + i, "Coat", 5);
        }
        predict("never-9999", "1", "Coat", 0.9, 0);
        predict("never-0", "1", "Coat", 0.9, 0);

        assertThat(evaluations().images("hour")).isEqualTo(501);
        assertThat(predictions("evicted")).isZero();
    }

    @Test
    void letsPredictionsBeyondTheirRoomGoTheOldestFirst() {
        start(settings(1, false, 1 << 20));
        for (int i = 0; i < 5_000; i++) {
            predict("image-" + i, "1", "Coat", 0.9, 0);
        }
        label("image-0", "Coat", 1);
        label("image-4999", "Coat", 1);

        assertThat(evaluations().images("hour")).isEqualTo(1);
        assertThat(predictions("evicted")).isBetween(2_500.0, 4_000.0);
        assertThat(predictions("taken")).isEqualTo(5_000);
    }

    @Test
    void takesTheSameImagesIntoTheSampleOnBothSides() {
        start(settings(0.25, false, 64 << 20));
        for (int i = 0; i < 2_000; i++) {
            predict("image-" + i, "1", "Coat", 0.9, 0);
            label("image-" + i, "Coat", 1);
        }

        double taken = predictions("taken");
        assertThat(taken).isBetween(400.0, 600.0);
        assertThat(evaluations().images("hour")).isEqualTo((long) taken);
        assertThat(labels("unsampled")).isEqualTo(2_000 - taken);
        assertThat(predictions("unsampled")).isEqualTo(2_000 - taken);
    }

    @Test
    void keepsAtMostSixteenVersionsOfAnImage() {
        start(SETTINGS);
        for (int version = 0; version < 20; version++) {
            predict("a", String.valueOf(version), "Coat", 0.9, 0);
        }
        label("a", "Coat", 1);

        assertThat(evaluations().images("day")).isEqualTo(16);
        assertThat(predictions("evicted")).isEqualTo(4);
    }

    /** A day has images for as long as it lasts, however short the grace is. */
    @Test
    void countsADayToItsEndAlsoWhereNothingComesForHours() {
        start(SETTINGS);
        predict("a", "1", "Coat", 0.9, 0);
        label("a", "Coat", 1);
        pass(Duration.ofHours(11));
        long later = Duration.ofHours(11).toSeconds();
        predict("b", "1", "Coat", 0.9, later);
        label("b", "Coat", later + 1);

        Evaluations all = evaluations();

        all.assertEqual(recount);
        assertThat(all.images("day")).isEqualTo(2);
    }

    @Test
    void tellsWindowsBeforeTheyHaveToGoAndThatTheyHadTo() {
        start(settings(1, false, 1 << 20));
        // All at once: nothing is told by the clock in between.
        for (int i = 0; i < 1_000; i++) {
            predict("image-" + i, "1", "Coat", 0.9, 60L * i);
            label("image-" + i, "Coat", 60L * i);
        }
        Evaluations all = evaluations();

        all.assertEqual(recount);
        assertThat(scrape().value("odradek_evaluate_evicted_windows_total{window=\"minute\"}"))
                .isBetween(200.0, 999.0);
        assertThat(scrape().value("odradek_evaluate_evicted_windows_total{window=\"day\"}"))
                .isZero();
        assertThat(scrape().value("odradek_evaluate_windows_bytes")).isBetween(400_000.0, 524_288.0);
    }

    @Test
    void showsNoWindowOfTheFuture() {
        start(SETTINGS);
        predict("a", "1", "Coat", 0.9, 0);
        label("a", "Coat", 1);
        predict("b", "1", "Coat", 0.9, 86_400);
        label("b", "Bag", 86_400);
        assertThat(evaluations().images("day")).isEqualTo(2);

        assertThat(scrape().value("odradek_evaluate_window_start_seconds{window=\"hour\"}"))
                .isEqualTo((double) NOW.getEpochSecond());
        assertThat(scrape().value("odradek_evaluate_accuracy_ratio{window=\"day\"}"))
                .isEqualTo(1);
    }

    @Test
    void writesOnlyWindowsThatHaveChanged() {
        start(SETTINGS);
        predict("a", "1", "Coat", 0.9, 0);
        label("a", "Coat", 1);
        assertThat(evaluations().all()).hasSize(3);
        assertThat(evaluations().all()).isEmpty();

        predict("b", "1", "Coat", 0.9, 60);
        label("b", "Coat", 61);
        Map<String, JsonObject> next = evaluations().all();
        assertThat(next.keySet())
                .containsExactly(
                        "m@1/day/2026-11-29T00:00:00Z",
                        "m@1/hour/2026-11-29T12:00:00Z",
                        "m@1/minute/2026-11-29T12:01:00Z");
        assertThat(Objects.requireNonNull(next.get(HOUR)).get("images").getAsLong())
                .isEqualTo(2);
    }
}
