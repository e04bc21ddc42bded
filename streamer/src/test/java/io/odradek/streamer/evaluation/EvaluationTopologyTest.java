package io.odradek.streamer.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of predictions and labels, in every order. */
class EvaluationTopologyTest extends EvaluationTopologyCase {
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

    /** The latest of those that are in time for the image, which is not known before. */
    @Test
    void choosesAmongTheLabelsThatCameBeforeTheImageOnceItsTimeIsKnown() {
        start(SETTINGS);
        label("a", "Coat", 0);
        label("a", "Shirt", 1);
        label("a", "Bag", GRACE.toSeconds() + 10);

        predict("a", "1", "Shirt", 0.9, 5);

        Evaluations all = evaluations();
        all.assertEqual(recount);
        assertThat(all.of(HOUR).get("right").getAsLong()).isEqualTo(1);
        assertThat(labels("used")).isEqualTo(1);
        assertThat(labels("contradiction")).isEqualTo(2);
        assertThat(labels("late")).isZero();
    }

    @Test
    void keepsTheLatestFourOfTheLabelsThatComeBeforeTheImage() {
        start(SETTINGS);
        label("a", "Coat", 0);
        for (int i = 1; i <= 4; i++) {
            label("a", "Bag", GRACE.toSeconds() + 10 + i);
        }

        predict("a", "1", "Coat", 0.9, 5);

        assertThat(evaluations().all()).isEmpty();
        assertThat(labels("contradiction") + labels("duplicate")).isEqualTo(4);
        assertThat(labels("late")).isEqualTo(1);
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
