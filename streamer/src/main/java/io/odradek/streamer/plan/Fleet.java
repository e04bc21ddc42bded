package io.odradek.streamer.plan;

import io.odradek.streamer.plan.profile.Allowed;
import io.odradek.streamer.plan.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many replicas, threads and partitions.
 *
 * @param profile what was measured
 * @param demand what is asked for
 * @param byHeadroom the load that the headroom leaves
 * @param byLatency the load up to which p99 meets the objective; null where there is none
 */
record Fleet(
        Profile profile,
        Demand demand,
        Term byHeadroom,
        @Nullable Term byLatency) {
    /** Of a thread, so that the number of threads can double. */
    private static final int PARTITIONS_PER_THREAD = 2;
    /** Among three or more replicas one that is lost gives the busiest thread 3 partitions in place of 2. */
    private static final double LOSS = 1.5;

    private static final int OUTAGE_SECONDS = 300;

    private LatencyCurve curve() {
        return new LatencyCurve(profile.latencies());
    }

    private double rate() {
        return demand.rate();
    }

    /** Images a second. */
    private double thread() {
        return profile.imagesPerSecond();
    }

    private int threadsPerReplica() {
        return demand.threadsPerReplica();
    }

    /** Share of what it can do that a thread may be given. */
    Term highestLoad() {
        if (byLatency == null) {
            return byHeadroom;
        }
        return Term.of(
                Math.min(byHeadroom.value(), byLatency.value()), "min({}, {})", byHeadroom.value(), byLatency.value());
    }

    private Term replicasForLoad() {
        double load = highestLoad().value();
        return Term.of(
                Term.ceil(rate() / (load * threadsPerReplica() * thread())),
                "ceil({} / ({} x {} x {}))",
                rate(),
                load,
                threadsPerReplica(),
                thread());
    }

    private Term replicasForLoss() {
        double replicas = rate() / (threadsPerReplica() * thread());
        return Term.ceil(replicas) <= 1
                ? Term.of(1 + Term.ceil(replicas), "1 + ceil({} / ({} x {}))", rate(), threadsPerReplica(), thread())
                : Term.of(
                        Math.max(3, Term.ceil(LOSS * replicas)),
                        "max(3, ceil({} x {} / ({} x {})))",
                        LOSS,
                        rate(),
                        threadsPerReplica(),
                        thread());
    }

    /** Replicas; as a number that may be larger than any fleet. */
    Term replicas() {
        double forLoad = replicasForLoad().value();
        double forLoss = replicasForLoss().value();
        return Term.of(Math.max(forLoad, forLoss), "max({}, {})", forLoad, forLoss);
    }

    Term threads() {
        double replicas = replicas().value();
        return Term.of(replicas * threadsPerReplica(), "{} x {}", replicas, threadsPerReplica());
    }

    Term partitions() {
        double threads = threads().value();
        return Term.of(PARTITIONS_PER_THREAD * threads, "{} x {}", PARTITIONS_PER_THREAD, threads);
    }

    private Term load() {
        double threads = threads().value();
        return Term.of(
                Term.thousandthsUp(rate() / (threads * thread())),
                "ceil(1000 x {} / ({} x {})) / 1000",
                rate(),
                threads,
                thread());
    }

    /** Of the busiest thread when one replica is lost. */
    private Term loadOneLost() {
        double partitions = partitions().value();
        double left = threads().value() - threadsPerReplica();
        return Term.of(
                Term.thousandthsUp(Term.ceil(partitions / left) * rate() / (partitions * thread())),
                "ceil(1000 x ceil({} / {}) x {} / ({} x {})) / 1000",
                partitions,
                left,
                rate(),
                partitions,
                thread());
    }

    private Term catchUp() {
        double threads = threads().value();
        return Term.of(
                OUTAGE_SECONDS * rate() / (threads * thread() - rate()),
                "{} x {} / ({} x {} - {})",
                OUTAGE_SECONDS,
                rate(),
                threads,
                thread(),
                rate());
    }

    Section loadSection() {
        Section.Builder section = Section.of("Load of a thread, as a share of what it can do")
                .why("A thread does " + Allowed.plain(thread()) + " images/s by the profile, where " + profile.threads()
                        + " worked at once. It is given a share of that, so that it can catch up.")
                .add("loadByHeadroom", "load, by headroom", "", byHeadroom);
        if (byLatency != null) {
            section.why(
                            "The load by p99 lies on a straight line between two that were measured, and is none above the highest, "
                                    + Allowed.plain(curve().highest()) + ".")
                    .add("loadByLatency", "load, by p99", "", byLatency);
        }
        return section.add("highestLoad", "load, at most", "", highestLoad()).build();
    }

    Section fleetSection() {
        Section.Builder section = Section.of("Replicas, threads and partitions")
                .why(
                        "Enough for the load. And where one of three or more replicas is lost, the busiest thread that is left has 3")
                .why(
                        "partitions instead of 2: 1.5 times its load must not be more than it can do. Of two replicas one must do all.")
                .why(
                        "Two partitions a thread: as many for each, none idle, and room for twice the threads. To add partitions")
                .why("later sends keys to other ones, and the predictions need as many as the images.")
                .add("replicasForLoad", "replicas, by load", "", replicasForLoad())
                .add("replicasForLoss", "replicas, by loss", "", replicasForLoss())
                .add("replicas", "replicas", "", replicas())
                .add("threads", "stream threads", "", threads())
                .add("partitions", "partitions", "", partitions())
                .add("load", "load", "", load());
        p99("p99", "p99 at that load", load()).ifPresent(section::add);
        section.add("loadOneLost", "load, one replica lost", "", loadOneLost());
        p99("p99OneLost", "p99 at that load", loadOneLost()).ifPresent(section::add);
        return section.add("catchUp", "catching up after 5 min", "s", catchUp()).build();
    }

    /** Empty where no latency was measured at all. */
    private Optional<Figure> p99(String key, String name, Term load) {
        LatencyCurve curve = curve();
        if (curve.points().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(curve.p99(load.value())
                .map(term -> new Figure(key, name, term.value(), "ms", term.formula()))
                .orElseGet(() -> new Figure(
                        key, name, null, "ms", "not measured: no load above " + Allowed.plain(curve.highest()))));
    }

    /** What a reader of the figures may overlook. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        Double objective = demand.p99Millis();
        if (objective != null) {
            boolean met = curve().p99(loadOneLost().value())
                    .filter(p99 -> p99.value() <= objective)
                    .isPresent();
            if (!met) {
                notes.add("While one replica is missing, the rate is kept up, but p99 may be above its objective.");
            }
        }
        if (threadsPerReplica() != profile.threads()) {
            notes.add("The profile has " + profile.threads() + " threads in a process, the plan " + threadsPerReplica()
                    + ": that each does as much was not measured.");
        }
        return notes;
    }
}
