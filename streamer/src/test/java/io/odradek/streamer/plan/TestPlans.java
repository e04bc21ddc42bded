package io.odradek.streamer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.plan.profile.Latency;
import io.odradek.streamer.plan.profile.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Profiles of round numbers, and plans by them. */
final class TestPlans {
    private static final double MEBI = 1 << 20;

    /** A quarter, half and three quarters of the load: 10, 20 and 60 ms. */
    static final List<Latency> LATENCIES =
            List.of(new Latency(0.25, 1, 10), new Latency(0.5, 2, 20), new Latency(0.75, 3, 60));

    private TestPlans() {}

    /** A thread does 100 images/s of 1000 bytes and half a processor; two were measured, in a heap of 100 MiB. */
    static Profile profile(List<Latency> latencies) {
        return profile(100, latencies);
    }

    static Profile profile(double imagesPerSecond, List<Latency> latencies) {
        return new Profile(
                new Profile.Measured(Instant.EPOCH, "none", 2, "17", "0.1.0"),
                "exactly_once_v2",
                new Profile.Model("round", "1", 1_000, 784),
                1_000,
                500,
                new Profile.CpuMicros(5_000, 1_000),
                imagesPerSecond,
                2,
                new Profile.Memory(100 * MEBI, 128 * MEBI),
                latencies);
    }

    static Demand demand(double rate, @Nullable Duration p99) {
        return demand(rate, p99, 0.4);
    }

    static Demand demand(double rate, @Nullable Duration p99, double headroom) {
        return new Demand(rate, p99, headroom, 2, 1_000, 3);
    }

    static Plan plan(Profile profile, Demand demand) {
        Outcome outcome = Sizing.plan(profile, demand);
        assertThat(outcome).isInstanceOf(Outcome.Planned.class);
        return ((Outcome.Planned) outcome).plan();
    }

    /** All figures by their keys. */
    static Map<String, Figure> figures(Plan plan) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        plan.sections().forEach(section -> section.figures().forEach(f -> figures.put(f.key(), f)));
        return figures;
    }

    static @Nullable Double value(Plan plan, String key) {
        return plan.sections().stream()
                .flatMap(section -> section.figures().stream())
                .filter(figure -> figure.key().equals(key))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
