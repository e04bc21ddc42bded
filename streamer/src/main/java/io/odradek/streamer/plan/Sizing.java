package io.odradek.streamer.plan;

import io.odradek.streamer.plan.profile.Allowed;
import io.odradek.streamer.plan.profile.Latency;
import io.odradek.streamer.plan.profile.Profile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes plans. Stateless. */
public final class Sizing {
    /** What {@code odradek.create.partitions} takes. */
    private static final int MOST_PARTITIONS = 10_000;

    private Sizing() {}

    /**
     * What a demand needs, by a profile.
     *
     * @throws IllegalArgumentException when latency is asked for and the profile has none
     */
    public static Outcome plan(Profile profile, Demand demand) {
        Double objective = demand.p99Millis();
        Term byLatency = null;
        if (objective != null) {
            Optional<Term> highest = highestLoad(new LatencyCurve(profile.latencies()), objective);
            if (highest.isEmpty()) {
                return new Outcome.Unmet(missed(profile.latencies().get(0), objective));
            }
            byLatency = highest.get();
        }
        return plan(profile, demand, byLatency);
    }

    private static Optional<Term> highestLoad(LatencyCurve curve, double objective) {
        if (curve.points().isEmpty()) {
            throw new IllegalArgumentException("--p99 is " + Allowed.plain(objective)
                    + " ms, but the profile has no latencies: run the benchmark with --full, or leave --p99 out");
        }
        return curve.highestLoad(objective);
    }

    private static String missed(Latency lowest, double objective) {
        return "a p99 of " + Allowed.plain(objective)
                + " ms cannot be met by this profile: at the lowest load that was measured, "
                + Allowed.plain(lowest.load()) + " of what is sustained, p99 was " + Allowed.plain(lowest.p99Millis())
                + " ms; how it is at lower loads is not known";
    }

    private static Outcome plan(Profile profile, Demand demand, @Nullable Term byLatency) {
        Term byHeadroom = Term.of(Term.rest(demand.headroom()), "1 - {}", demand.headroom());
        Fleet fleet = new Fleet(profile, demand, byHeadroom, byLatency);
        double partitions = fleet.partitions().value();
        if (partitions > MOST_PARTITIONS) {
            return new Outcome.Unmet(Allowed.plain(demand.rate()) + " images/s need " + Allowed.plain(partitions)
                    + " partitions, allowed: up to " + MOST_PARTITIONS
                    + "; make a profile on a faster machine, or divide the images among several topics");
        }
        Needs needs = new Needs(profile, demand, (int) fleet.replicas().value());
        Traffic traffic = new Traffic(profile, demand, needs.replicas());
        ChartValues values = values(fleet, needs);
        List<Section> sections = List.of(
                fleet.loadSection(),
                fleet.fleetSection(),
                needs.cpu(),
                needs.memory(),
                traffic.network(),
                traffic.brokers());
        List<String> notes =
                Stream.concat(fleet.notes().stream(), traffic.notes().stream()).toList();
        return new Outcome.Planned(new Plan(demand, profile, values, sections, notes));
    }

    private static ChartValues values(Fleet fleet, Needs needs) {
        return new ChartValues(
                needs.replicas(),
                fleet.demand().threadsPerReplica(),
                (int) fleet.partitions().value(),
                fleet.demand().replication(),
                fleet.profile().guarantee(),
                (long) needs.cpuRequest().value(),
                (long) needs.memoryLimit().value());
    }
}
