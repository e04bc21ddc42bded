package io.odradek.streamer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.plan.profile.Latency;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyCurveTest {
    private static final LatencyCurve CURVE = new LatencyCurve(TestPlans.LATENCIES);

    @Test
    void isAStraightLineBetweenTwoLoads() {
        assertThat(CURVE.p99(0.25)).map(Term::value).hasValue(10.0);
        assertThat(CURVE.p99(0.375)).map(Term::value).hasValue(15.0);
        assertThat(CURVE.p99(0.5)).map(Term::value).hasValue(20.0);
        assertThat(CURVE.p99(0.55))
                .map(Term::value)
                .hasValueSatisfying(p99 -> assertThat(p99).isBetween(27.999, 28.001));
    }

    @Test
    void isNotContinued() {
        assertThat(CURVE.p99(0.1)).map(Term::value).hasValue(10.0);
        assertThat(CURVE.p99(0.751)).isEmpty();
        assertThat(new LatencyCurve(List.of()).p99(0.5)).isEmpty();
    }

    @Test
    void findsTheHighestLoadThatMeetsAnObjective() {
        assertThat(CURVE.highestLoad(9.9)).isEmpty();
        assertThat(CURVE.highestLoad(10)).map(Term::value).hasValue(0.25);
        assertThat(CURVE.highestLoad(20)).map(Term::value).hasValue(0.5);
        assertThat(CURVE.highestLoad(59)).map(Term::value).hasValue(0.743);
        assertThat(CURVE.highestLoad(1_000)).map(Term::value).hasValue(0.75);
    }

    @Test
    void takesALowerLatencyAtAHigherLoadForNoise() {
        LatencyCurve noisy =
                new LatencyCurve(List.of(new Latency(0.2, 1, 30), new Latency(0.4, 1, 10), new Latency(0.6, 1, 50)));

        assertThat(noisy.highestLoad(20)).isEmpty();
        assertThat(noisy.highestLoad(40)).map(Term::value).hasValue(0.5);
        assertThat(noisy.p99(0.4)).map(Term::value).hasValue(30.0);
    }
}
