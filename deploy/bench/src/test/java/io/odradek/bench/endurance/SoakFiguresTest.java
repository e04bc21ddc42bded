package io.odradek.bench.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.bench.load.Phase;
import io.odradek.bench.load.Sample;
import io.odradek.bench.measure.Bar;
import io.odradek.bench.measure.Latencies;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoakFiguresTest {
    private static final SoakPlan PLAN = SoakPlan.of(20, 200);
    private static final SoakFigures GOOD = figures(20, 20, 5, 1_200);

    @Test
    void whatIsFlatHoldsWhateverTheWarmUpWas() {
        assertThat(faults(
                        GOOD,
                        List.of(
                                quarter(200, 50, 90),
                                quarter(400, 70, 110),
                                quarter(600, 90, 190),
                                quarter(430, 73, 100))))
                .isEmpty();
    }

    @Test
    void memoryThreadsAndFilesThatGrowDoNotHold() {
        assertThat(faults(
                        GOOD,
                        List.of(
                                quarter(200, 50, 90),
                                quarter(400, 70, 110),
                                quarter(430, 70, 110),
                                quarter(448, 74, 115))))
                .containsExactly(
                        "residentGrowth is 1.12, allowed: at most 1.10",
                        "moreThreads is 4, allowed: at most 3",
                        "moreFiles is 5, allowed: at most 3");
    }

    @Test
    void aRunInWhichNothingHappenedDoesNotHold() {
        assertThat(faults(
                        figures(20, 19, 0, 1_180),
                        List.of(
                                quarter(400, 70, 110),
                                quarter(400, 70, 110),
                                quarter(400, 70, 110),
                                quarter(400, 70, 110))))
                .containsExactly(
                        "swaps is 19, allowed: at least 20",
                        "visits is 0, allowed: at least 1",
                        "pollsAnswered is 0.98, allowed: at least 0.99");
    }

    @Test
    void tooFewSamplesDoNotHold() {
        assertThat(GOOD.bars(PLAN, List.of(), 0)).extracting(Bar::holds).contains(false);
    }

    @Test
    void aPlanThatCannotBeNamesTheOption() {
        assertThatThrownBy(() -> SoakPlan.of(0, 200)).hasMessage("--minutes is 0, allowed: 1 to 43200");
        assertThatThrownBy(() -> SoakPlan.of(20, 0)).hasMessage("--rate is 0.0, allowed: 1 to 100000");
    }

    private static List<String> faults(SoakFigures figures, List<Sample> quarters) {
        List<Sample> samples = quarters.stream()
                .flatMap(sample -> IntStream.range(0, 5).mapToObj(i -> sample))
                .toList();
        return figures.bars(PLAN, samples, 0).stream()
                .filter(bar -> !bar.holds())
                .map(Bar::words)
                .toList();
    }

    private static SoakFigures figures(int published, long live, int visits, int pollsAnswered) {
        return new SoakFigures(
                240_000, published, live, visits, 1_200, pollsAnswered, new Latencies.Window(240_000, 5, 50, 60, 70));
    }

    private static Sample quarter(double mebibytes, int threads, int files) {
        return new Sample(0, Phase.SOAK, (long) (mebibytes * (1 << 20)), null, threads, files, 0, 0, null, null);
    }
}
