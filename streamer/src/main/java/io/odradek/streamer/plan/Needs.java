package io.odradek.streamer.plan;

import io.odradek.streamer.plan.profile.Allowed;
import io.odradek.streamer.plan.profile.Profile;

/**
 * What a fleet needs of processors and memory.
 *
 * @param profile what was measured
 * @param demand what is asked for
 * @param replicas how many
 */
record Needs(Profile profile, Demand demand, int replicas) {
    private static final double MICROS_PER_MILLI = 1_000;
    private static final int MILLICORES = 1_000;
    private static final int MEMORY_STEP_MEBIBYTES = 64;
    private static final double MEMORY_STEP_BYTES = 67_108_864;
    /** The launcher gives half of the container's memory to the heap. */
    private static final int HEAPS = 2;

    private static final double MEMORY_MARGIN = 1.25;
    /** Of a second model in memory during a change, an allowance. */
    private static final int MODEL_FILES = 2;

    private static final String MILLI = "m";
    private static final String MEBI = "Mi";
    private static final String ALL = "{} x {}";

    /** Thousandths of a processor that the threads of a replica use at full load. */
    Term cpuRequest() {
        double micros = profile.cpuMicros().streamer();
        return Term.of(
                Term.ceil(demand.threadsPerReplica() * profile.imagesPerSecond() * micros / MICROS_PER_MILLI),
                "ceil({} x {} x {} / 1000)",
                demand.threadsPerReplica(),
                profile.imagesPerSecond(),
                micros);
    }

    private Term cpuLimit() {
        double request = cpuRequest().value();
        return Term.of(MILLICORES * (Term.ceil(request / MILLICORES) + 1), "1000 x (ceil({} / 1000) + 1)", request);
    }

    private Term cpuUsed() {
        double micros = profile.cpuMicros().streamer();
        return Term.of(demand.rate() * micros / MICROS_PER_MILLI, "{} x {} / 1000", demand.rate(), micros);
    }

    Section cpu() {
        return Section.of("CPU, in thousandths of a processor")
                .why(
                        "An image takes " + Allowed.plain(profile.cpuMicros().streamer())
                                + " us at full load. A replica requests what its threads use at full load: without it there is no")
                .why(
                        "headroom on a busy node. Better no limit: a throttled thread is a late image. Where one is demanded: a whole")
                .why("processor more, for Java's compiler and garbage collector.")
                .add("cpuUsed", "used at that rate, all", MILLI, cpuUsed())
                .add("cpuRequest", "request, a replica", MILLI, cpuRequest())
                .add("cpuRequestAll", "request, all", MILLI, all(cpuRequest()))
                .add("cpuLimit", "limit, if any, a replica", MILLI, cpuLimit())
                .add("cpuLimitAll", "limit, if any, all", MILLI, all(cpuLimit()))
                .build();
    }

    /** The container's limit of memory in MiB. */
    Term memoryLimit() {
        Profile.Memory memory = profile.memory();
        double model = profile.model().bytes();
        double share = Math.max(1, (double) demand.threadsPerReplica() / profile.threads());
        double measured = MEMORY_MARGIN * (memory.residentBytes() + MODEL_FILES * model);
        double bytes = Math.max(HEAPS * memory.heapBytes(), measured) * share;
        return Term.of(
                MEMORY_STEP_MEBIBYTES * Term.ceil(bytes / MEMORY_STEP_BYTES),
                "64 x ceil(max({} x {}, {} x ({} + {} x {})) x max(1, {} / {}) / 67108864)",
                HEAPS,
                memory.heapBytes(),
                MEMORY_MARGIN,
                memory.residentBytes(),
                MODEL_FILES,
                model,
                demand.threadsPerReplica(),
                profile.threads());
    }

    Section memory() {
        double limit = memoryLimit().value();
        return Section.of("Memory")
                .why(
                        "Half of the container's memory is for the heap, as the launcher has it. So it is twice the profile's heap, or the")
                .why(
                        "resident memory that was measured, twice the model's file for a change of the model, and a quarter more, in")
                .why("proportion to the threads where they are more than in the profile, in steps of 64 Mi.")
                .add("memoryLimit", "limit = request, a replica", MEBI, memoryLimit())
                .add("memoryLimitAll", "limit = request, all", MEBI, all(memoryLimit()))
                .add("heap", "heap, a replica", MEBI, Term.of(limit / HEAPS, "{} / {}", limit, HEAPS))
                .build();
    }

    private Term all(Term one) {
        return Term.of(replicas * one.value(), ALL, replicas, one.value());
    }
}
