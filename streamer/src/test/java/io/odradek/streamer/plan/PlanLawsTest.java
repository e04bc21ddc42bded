package io.odradek.streamer.plan;

import static io.odradek.streamer.plan.TestPlans.demand;
import static io.odradek.streamer.plan.TestPlans.figures;
import static io.odradek.streamer.plan.TestPlans.plan;
import static io.odradek.streamer.plan.TestPlans.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.odradek.streamer.plan.profile.Latency;
import io.odradek.streamer.plan.profile.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every plan, on profiles and demands by chance; a case's number is its seed. */
class PlanLawsTest {
    private static final int CASES = 100;

    /** A profile with three latencies, of which 20 ms are met at some load, and a demand. */
    record Case(int seed, Profile profile, Demand demand) {
        static Case of(int seed) {
            Random random = new Random(seed);
            double first = decimal(0.05, 0.3, random);
            double second = decimal(first + 0.05, 0.6, random);
            List<Latency> latencies = List.of(
                    new Latency(first, 1, decimal(2, 20, random)),
                    new Latency(second, 1, decimal(2, 40, random)),
                    new Latency(decimal(second + 0.05, 1, random), 1, decimal(10, 200, random)));
            return new Case(
                    seed,
                    TestPlans.profile(decimal(20, 20_000, random), latencies),
                    new Demand(
                            decimal(1, 50_000, random),
                            random.nextBoolean() ? Duration.ofMillis(20) : null,
                            decimal(0.05, 0.9, random),
                            1 + random.nextInt(8),
                            1 + random.nextInt(100_000),
                            1 + random.nextInt(4)));
        }

        private static double decimal(double least, double most, Random random) {
            return Math.round(1e4 * (least + (most - least) * random.nextDouble())) / 1e4;
        }

        @Override
        public String toString() {
            return "seed " + seed;
        }
    }

    static Stream<Case> cases() {
        return IntStream.range(0, CASES)
                .mapToObj(Case::of)
                .filter(c -> Sizing.plan(c.profile(), c.demand()) instanceof Outcome.Planned);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyFigureIsWhatItsFormulaGives(Case c) {
        Plan plan = plan(c.profile(), c.demand());

        assertThat(figures(plan).values()).hasSizeGreaterThan(25).allSatisfy(figure -> {
            Double value = figure.value();
            if (value == null) {
                assertThat(figure.formula()).startsWith("not measured: no load above ");
            } else {
                assertThat(Arithmetic.of(figure.formula()))
                        .as(figure.toString())
                        .isCloseTo(value, within(1e-9 * Math.max(1, value)));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void loadAndLatencyKeepTheirBoundsAlsoWhenOneReplicaIsLost(Case c) {
        Plan plan = plan(c.profile(), c.demand());

        assertThat(value(plan, "load")).isLessThanOrEqualTo(Objects.requireNonNull(value(plan, "highestLoad")) + 0.001);
        assertThat(value(plan, "highestLoad"))
                .isLessThanOrEqualTo(1 - c.demand().headroom() + 1e-9);
        assertThat(value(plan, "loadOneLost")).isLessThanOrEqualTo(1);
        assertThat(value(plan, "catchUp")).isPositive();
        if (c.demand().p99() != null) {
            assertThat(value(plan, "p99")).isLessThanOrEqualTo(20 + 1e-9);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyThreadHasTheSameNumberOfPartitions(Case c) {
        ChartValues values = plan(c.profile(), c.demand()).values();
        int threads = values.replicas() * values.threads();

        assertThat(values.replicas()).isGreaterThanOrEqualTo(2);
        assertThat(values.partitions()).isGreaterThan(threads);
        assertThat(values.partitions() % threads).isZero();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void moreIsNeverMetByLess(Case c) {
        Demand asked = c.demand();
        Duration p99 = asked.p99();
        int partitions = partitions(c.profile(), asked.rate(), p99, asked.headroom());

        assertThat(partitions(c.profile(), 1.1 * asked.rate(), p99, asked.headroom()))
                .isGreaterThanOrEqualTo(partitions);
        assertThat(partitions(c.profile(), asked.rate(), p99, Math.min(0.9, asked.headroom() + 0.05)))
                .isGreaterThanOrEqualTo(partitions);
        assertThat(partitions(c.profile(), asked.rate(), Duration.ofMillis(20), asked.headroom()))
                .isGreaterThanOrEqualTo(partitions);
        assertThat(partitions(c.profile(), asked.rate(), Duration.ofMillis(30), asked.headroom()))
                .isLessThanOrEqualTo(partitions(c.profile(), asked.rate(), Duration.ofMillis(20), asked.headroom()));
    }

    /** With two threads a replica; more than any, where there are too many. */
    private static int partitions(Profile profile, double rate, @Nullable Duration p99, double headroom) {
        return Sizing.plan(profile, demand(rate, p99, headroom)) instanceof Outcome.Planned planned
                ? planned.plan().values().partitions()
                : Integer.MAX_VALUE;
    }
}
