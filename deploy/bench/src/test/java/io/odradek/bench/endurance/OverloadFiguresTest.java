package io.odradek.bench.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.bench.endurance.OverloadFigures.Rate;
import io.odradek.bench.load.Phase;
import io.odradek.bench.load.Sample;
import io.odradek.bench.measure.Bar;
import io.odradek.bench.measure.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverloadFiguresTest {
    private static final OverloadPlan PLAN = OverloadPlan.of(10, Duration.ofMinutes(2), 0.2);
    private static final Rate SUSTAINED = new Rate(2_000, 1_000);

    @Test
    void aRunAsItShouldBeHolds() {
        assertThat(faults(figures(20_000, 2_000, 60), steady(400, 400), 0)).isEmpty();
    }

    @Test
    void aLostImageDoesNotHold() {
        assertThat(faults(figures(20_000, 2_000, 60), steady(400, 400), 1))
                .containsExactly("unaccountedImages is 1, allowed: at most 0");
    }

    @Test
    void anOverloadThatWasNoneDoesNotHold() {
        assertThat(faults(figures(17_000, 2_000, 60), steady(400, 400), 0))
                .containsExactly("times is 8.50, allowed: at least 9");
    }

    @Test
    void memoryThatGrowsInTheSecondHalfOfTheOverloadDoesNotHold() {
        assertThat(faults(figures(20_000, 2_000, 60), steady(400, 448), 0))
                .containsExactly("residentGrowth is 1.12, allowed: at most 1.10");
        assertThat(faults(figures(20_000, 2_000, 60), steady(800, 800), 0))
                .containsExactly("residentMebibytes is 800, allowed: at most 768");
    }

    @Test
    void aRebalanceAfterTheWarmUpDoesNotHold() {
        List<Sample> samples = new ArrayList<>(steady(400, 400));
        samples.add(sample(Phase.DRAIN, 400, null));
        samples.add(sample(Phase.AFTER, 400, 4L));

        assertThat(faults(figures(20_000, 2_000, 60), samples, 0))
                .containsExactly("rebalances is 2, allowed: at most 0");
    }

    @Test
    void aSlowDrainAndALatencyThatDoesNotReturnDoNotHold() {
        assertThat(faults(figures(20_000, 1_500, 200), steady(400, 400), 0))
                .containsExactly(
                        "drainBySustained is 0.75, allowed: at least 0.80",
                        "p99AfterByBefore is 4, allowed: at most 3");
    }

    @Test
    void aBriefRunJudgesOnlyWhatBecameOfTheImages() {
        assertThat(figures(1, 1, 1_000).bars(OverloadPlan.brief(), steady(4_000, 8_000), 0))
                .extracting(Bar::name)
                .containsExactly("unaccountedImages", "rebalances");
    }

    @Test
    void aPlanThatCannotBeNamesTheOption() {
        assertThatThrownBy(() -> OverloadPlan.of(1, Duration.ofMinutes(2), 0.2))
                .hasMessage("--times is 1, allowed: 2 to 100");
        assertThatThrownBy(() -> OverloadPlan.of(10, Duration.ZERO, 0.2))
                .hasMessage("--seconds is 0, allowed: 1 to 3600");
        assertThatThrownBy(() -> OverloadPlan.of(10, Duration.ofMinutes(2), 0.9))
                .hasMessage("--load is 0.9, allowed: 0.01 to 0.8");
    }

    private static List<String> faults(OverloadFigures figures, List<Sample> samples, long unaccounted) {
        return figures.bars(PLAN, samples, unaccounted).stream()
                .filter(bar -> !bar.holds())
                .map(Bar::words)
                .toList();
    }

    private static OverloadFigures figures(double overload, double drain, double p99After) {
        return new OverloadFigures(
                SUSTAINED, 400, overload, 2_000_000, new Rate(drain, 1_000), 1_000, window(50), window(p99After));
    }

    private static Latencies.Window window(double p99) {
        return new Latencies.Window(1_000, 10, p99, p99, p99);
    }

    /** A warm-up with its rebalances, and an overload whose last quarter takes so much. */
    private static List<Sample> steady(double mebibytes, double last) {
        List<Sample> samples = new ArrayList<>();
        samples.add(sample(Phase.WARM_UP, 200, 0L));
        samples.add(sample(Phase.BEFORE, 300, 2L));
        for (int i = 0; i < 8; i++) {
            samples.add(sample(Phase.OVERLOAD, i < 6 ? mebibytes : last, 2L));
        }
        samples.add(sample(Phase.AFTER, mebibytes, 2L));
        return samples;
    }

    private static Sample sample(Phase phase, double mebibytes, @Nullable Long rebalances) {
        return new Sample(0, phase, (long) (mebibytes * (1 << 20)), null, 70, 110, 0, 0, rebalances, null);
    }
}
