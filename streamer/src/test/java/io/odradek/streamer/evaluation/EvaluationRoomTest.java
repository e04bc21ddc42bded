package io.odradek.streamer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.evaluation.window.WindowSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What waits, for how long, and what becomes of it where there is no room. */
class EvaluationRoomTest extends EvaluationTopologyCase {
    @Test
    void letsAFloodOfLabelsDriveOutNothingButItsOwnOldest() {
        start(settings(1, false, 1 << 20));
        for (int i = 0; i < 500; i++) {
            predict("image-" + i, "1", "Coat", 0.9, 0);
        }
        for (int i = 0; i < 10_000; i++) {
            label("never-" + i, "Coat", 0);
        }
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
    void keepsAtMostSixteenVersionsOfAnImage() {
        start(SETTINGS);
        for (int version = 0; version < 20; version++) {
            predict("a", String.valueOf(version), "Coat", 0.9, 0);
        }
        label("a", "Coat", 1);

        assertThat(evaluations().images("day")).isEqualTo(16);
        assertThat(predictions("evicted")).isEqualTo(4);
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
    void showsAWindowThatHadToGoAsItWasInTheEnd() {
        start(settings(1, false, 1 << 20));
        predict("shown", "1", "Coat", 0.9, 0);
        label("shown", "Coat", 0);
        pass(Duration.ofSeconds(1));
        predict("not shown yet", "1", "Coat", 0.9, 0);
        label("not shown yet", "Bag", 0);
        // All at once: nothing is shown by the clock in between.
        for (int i = 1; i < 1_000; i++) {
            predict("image-" + i, "1", "Coat", 0.9, 60L * i);
            label("image-" + i, "Coat", 60L * i);
        }

        Board.Version version = metrics.board().versions().get(0);
        assertThat(version.history().get(WindowSize.MINUTE)).containsExactly(new Board.Point(NOW.toEpochMilli(), 2, 1));
        assertThat(version.windows())
                .filteredOn(window -> window.key().size() == WindowSize.MINUTE)
                .singleElement()
                .satisfies(window -> assertThat(window.figures().images()).isEqualTo(2));
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
}
