package io.odradek.streamer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.evaluation.pairing.Guess;
import io.odradek.streamer.evaluation.pairing.Judgement;
import io.odradek.streamer.evaluation.window.Cell;
import io.odradek.streamer.evaluation.window.Figures;
import io.odradek.streamer.evaluation.window.Tally;
import io.odradek.streamer.evaluation.window.WindowKey;
import io.odradek.streamer.evaluation.window.WindowSize;
import io.odradek.streamer.evaluation.window.Windows;
import io.odradek.streamer.kit.Scrape;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However many versions and classes there are, the number of series is bounded. */
class EvaluationMetricsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final EvaluationMetrics metrics = new EvaluationMetrics(registry);

    @Test
    void countsTheFirstPairsOfClassesByNameAndTheOthersTogether() {
        for (int truth = 0; truth < 30; truth++) {
            for (int guess = 0; guess < 30; guess++) {
                metrics.judged(new Judgement(new Guess("m@1", "class " + guess, 0, 0), "class " + truth, 1));
            }
        }
        metrics.judged(new Judgement(new Guess("m@1", "class 0", 0, 0), "class 0", -1));

        assertThat(series("odradek_evaluate_judgements_total")).isEqualTo(401);
        assertThat(value("odradek_evaluate_judgements_total{class=\"(other)\",predicted=\"(other)\"}"))
                .isEqualTo(500);
        assertThat(value("odradek_evaluate_judgements_total")).isEqualTo(900);
    }

    @Test
    void forgetsTheJudgementsOfAllButTheTenVersionsThatWereJudgedLast() {
        for (int version = 0; version < 25; version++) {
            for (int truth = 0; truth < 401; truth++) {
                metrics.judged(new Judgement(new Guess("m@" + version, "Coat", 0, 0), "class " + truth, 1));
            }
            metrics.judged(new Judgement(new Guess("m@0", "Coat", 0, 0), "class 0", 1));
        }

        assertThat(series("odradek_evaluate_judgements_total")).isEqualTo(10 * 401);
        assertThat(value("odradek_evaluate_judgements_total{version=\"0\",class=\"class 0\"}"))
                .isEqualTo(26);
        assertThat(value("odradek_evaluate_judgements_total{version=\"24\"}")).isEqualTo(401);
    }

    @Test
    void showsTheVersionsThatWereLabelledLastAndTheFirstClasses() {
        for (int version = 0; version < 25; version++) {
            metrics.board().show("task", window("m@" + version, 150), true);
        }
        metrics.board().show("other task", window("n@1", 2), true);

        assertThat(series("odradek_evaluate_accuracy_ratio")).isEqualTo(10);
        assertThat(series("odradek_evaluate_recall_ratio")).isEqualTo(9 * 100 + 2);
        assertThat(value("odradek_evaluate_images{model=\"m\",version=\"24\",window=\"day\"}"))
                .isEqualTo(150);

        metrics.board().forget("task");
        assertThat(series("odradek_evaluate_accuracy_ratio")).isEqualTo(1);
    }

    @Test
    void cutsNamesBetweenCharacters() {
        assertThat(EvaluationMetrics.cut("x".repeat(64))).hasSize(64);
        assertThat(EvaluationMetrics.cut("x".repeat(65))).hasSize(64);
        assertThat(EvaluationMetrics.cut("x".repeat(63) + "\ud83d\ude00")).hasSize(63);
    }

    private static Windows.Evaluated window(String model, int classes) {
        Map<Cell, Tally> cells = new HashMap<>();
        for (int i = 0; i < classes; i++) {
            cells.put(new Cell("class " + i, "class " + i, 14), new Tally(1, 1_000_000_000));
        }
        return new Windows.Evaluated(new WindowKey(model, WindowSize.DAY, 0), Figures.of(cells));
    }

    private double value(String name) {
        return Scrape.of(registry).value(name);
    }

    private long series(String family) {
        return Scrape.of(registry).values().keySet().stream()
                .filter(name -> name.startsWith(family + "{"))
                .count();
    }
}
