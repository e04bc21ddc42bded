package io.odradek.streamer.plan;

import static io.odradek.streamer.plan.TestPlans.LATENCIES;
import static io.odradek.streamer.plan.TestPlans.demand;
import static io.odradek.streamer.plan.TestPlans.figures;
import static io.odradek.streamer.plan.TestPlans.plan;
import static io.odradek.streamer.plan.TestPlans.profile;
import static io.odradek.streamer.plan.TestPlans.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.plan.profile.Latency;
import io.odradek.streamer.plan.profile.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans that were reckoned by hand; a thread does 100 images/s, a replica has two. */
class SizingTest {
    /** 420 images/s within 40 ms; a replica may have 0.6 x 200 = 120. */
    private static final Map<String, String> BY_HAND = Map.ofEntries(
            Map.entry("loadByHeadroom", "0.6"),
            // Half way from 20 ms at 0.5 to 60 ms at 0.75.
            Map.entry("loadByLatency", "0.625"),
            Map.entry("highestLoad", "0.6"),
            // 3.5 rounded up.
            Map.entry("replicasForLoad", "4"),
            // 1.5 x 2.1 = 3.15 rounded up.
            Map.entry("replicasForLoss", "4"),
            Map.entry("replicas", "4"),
            Map.entry("threads", "8"),
            Map.entry("partitions", "16"),
            Map.entry("load", "0.525"),
            // A tenth of the way from 20 to 60 ms.
            Map.entry("p99", "24 ms"),
            // 16 partitions on 6 threads: 3 on one, 3/16 of 420 images/s = 78.75.
            Map.entry("loadOneLost", "0.788"),
            Map.entry("p99OneLost", "-"),
            // 126000 images with 380 images/s to spare.
            Map.entry("catchUp", "331.579 s"),
            Map.entry("cpuUsed", "2100m"),
            Map.entry("cpuRequest", "1000m"),
            Map.entry("cpuRequestAll", "4000m"),
            Map.entry("cpuLimit", "2000m"),
            Map.entry("cpuLimitAll", "8000m"),
            // Twice the heap, 200 MiB, and more than 1.25 x 128 MiB: the next multiple of 64.
            Map.entry("memoryLimit", "256Mi"),
            Map.entry("memoryLimitAll", "1024Mi"),
            Map.entry("heap", "128Mi"),
            Map.entry("networkIn", "0.105 MB/s"),
            Map.entry("networkInAll", "0.42 MB/s"),
            Map.entry("networkOut", "0.0525 MB/s"),
            Map.entry("networkOutAll", "0.21 MB/s"),
            Map.entry("networkInFull", "0.2 MB/s"),
            // 1500 bytes an image, thrice.
            Map.entry("brokersIn", "1.89 MB/s"),
            Map.entry("brokersOut", "1.89 MB/s"),
            Map.entry("brokersCpu", "1260m"),
            Map.entry("diskAnHour", "6.804 GB"));

    @Test
    void reckonsEveryFigure() {
        Plan plan = plan(profile(LATENCIES), demand(420, Duration.ofMillis(40)));

        Map<String, String> shown =
                figures(plan).values().stream().collect(Collectors.toMap(Figure::key, Figure::shown));
        assertThat(shown).containsExactlyInAnyOrderEntriesOf(BY_HAND);
        assertThat(plan.values()).isEqualTo(new ChartValues(4, 2, 16, 3, "exactly_once_v2", 1_000, 256));
        assertThat(plan.notes())
                .containsExactly(
                        "While one replica is missing, the rate is kept up, but p99 may be above its objective.");
    }

    @ParameterizedTest
    @CsvSource({
        // Two, because one may be lost; the other does all.
        "1, 0.4, 2, 8",
        "200, 0.4, 2, 8",
        // One alone is too few: three, of which two are left.
        "200.1, 0.4, 3, 12",
        "240, 0.4, 3, 12",
        // 3 x 120 exactly, and a little more.
        "360, 0.4, 3, 12",
        "360.1, 0.4, 4, 16",
        // By load 6 (1000 / 180), by loss 8 (1.5 x 5).
        "1000, 0.1, 8, 32",
        // By load 7 (1000 / 160), by loss 8.
        "1000, 0.2, 8, 32",
        // By load 10 (1000 / 100).
        "1000, 0.5, 10, 40"
    })
    void countsReplicasByLoadAndByLoss(double rate, double headroom, int replicas, int partitions) {
        ChartValues values =
                plan(profile(List.of()), demand(rate, null, headroom)).values();

        assertThat(values.replicas()).isEqualTo(replicas);
        assertThat(values.partitions()).isEqualTo(partitions);
    }

    @Test
    void lowersTheLoadUntilTheLatencyIsMet() {
        // Given 15 ms, half way from 10 ms at 0.25 to 20 ms at 0.5
        Plan plan = plan(profile(LATENCIES), demand(420, Duration.ofMillis(15)));

        // Then a replica may have 75 images/s
        assertThat(value(plan, "highestLoad")).isEqualTo(0.375);
        assertThat(value(plan, "replicas")).isEqualTo(6);
        assertThat(value(plan, "load")).isEqualTo(0.35);
        assertThat(value(plan, "p99")).isEqualTo(14);
    }

    @Test
    void doesNotGoBeyondTheHighestLoadThatWasMeasured() {
        Plan plan = plan(profile(LATENCIES), demand(1_000, Duration.ofSeconds(1), 0.05));

        assertThat(value(plan, "highestLoad")).isEqualTo(0.75);
    }

    @Test
    void saysThatALatencyBelowTheLowestMeasuredCannotBeMet() {
        Outcome outcome = Sizing.plan(profile(LATENCIES), demand(1, Duration.ofNanos(9_990_000)));

        assertThat(outcome)
                .isEqualTo(
                        new Outcome.Unmet(
                                "a p99 of 9.99 ms cannot be met by this profile: at the lowest load that was"
                                        + " measured, 0.25 of what is sustained, p99 was 10 ms; how it is at lower loads is not known"));
    }

    @Test
    void plansWithOneLatencyUpToItsLoadAlone() {
        Profile profile = profile(List.of(new Latency(0.3, 1, 10)));

        assertThat(value(plan(profile, demand(420, Duration.ofMillis(10))), "highestLoad"))
                .isEqualTo(0.3);
        assertThat(Sizing.plan(profile, demand(420, Duration.ofMillis(9)))).isInstanceOf(Outcome.Unmet.class);
    }

    @Test
    void refusesToPromiseALatencyThatNobodyMeasured() {
        assertThatThrownBy(() -> Sizing.plan(profile(List.of()), demand(1, Duration.ofMillis(20))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--p99 is 20 ms, but the profile has no latencies: run the benchmark with --full, or leave"
                        + " --p99 out");
    }

    @Test
    void leavesLatencyOutWhereNoneWasMeasured() {
        assertThat(figures(plan(profile(List.of()), demand(420, null))))
                .doesNotContainKeys("p99", "p99OneLost", "loadByLatency");
    }

    @Test
    void saysThatARateNeedsMorePartitionsThanThereCanBe() {
        // 1.5 million / 120 = 12500 replicas
        Outcome outcome = Sizing.plan(profile(List.of()), demand(1_500_000, null));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unmet.class,
                        unmet -> assertThat(unmet.reason())
                                .contains("1500000 images/s need 50000 partitions, allowed: up to 10000"));
    }

    @Test
    void givesMoreThreadsMoreMemoryAndSaysWhatWasNotMeasured() {
        Demand demand = new Demand(420, null, 0.4, 4, 1_000, 3);

        Plan plan = plan(profile(List.of()), demand);

        // Twice as many threads, 400 MiB: the next multiple of 64.
        assertThat(plan.values().memoryMebibytes()).isEqualTo(448);
        assertThat(plan.values().cpuMillicores()).isEqualTo(2_000);
        assertThat(plan.notes()).singleElement().asString().contains("2 threads", "the plan 4");
    }

    @Test
    void takesTheResidentMemoryWhereThatIsMore() {
        Profile measured = profile(List.of());
        Profile large = new Profile(
                measured.measured(),
                measured.guarantee(),
                new Profile.Model("large", "1", 100 << 20, 784),
                1_000,
                500,
                measured.cpuMicros(),
                100,
                2,
                new Profile.Memory(100 << 20, 200 << 20),
                List.of());

        // 1.25 x (200 + 2 x 100) = 500 MiB: the next multiple of 64.
        assertThat(plan(large, demand(420, null)).values().memoryMebibytes()).isEqualTo(512);
    }

    @Test
    void changesNetworkAndDiskAloneForLargerImages() {
        Plan small = plan(profile(List.of()), demand(420, null));
        Plan large = plan(profile(List.of()), new Demand(420, null, 0.4, 2, 4_000, 3));

        // 420 images/s of 4000 bytes, and 3 x 420 x 4500.
        assertThat(value(large, "networkInAll")).isEqualTo(1.68);
        assertThat(value(large, "brokersIn")).isEqualTo(5.67);
        assertThat(figures(small).keySet().stream()
                        .filter(key -> !Objects.equals(value(small, key), value(large, key))))
                .containsExactlyInAnyOrder(
                        "networkIn", "networkInAll", "networkInFull", "brokersIn", "brokersOut", "diskAnHour");
        assertThat(large.notes()).singleElement().asString().contains("4000 bytes", "1000");
    }
}
