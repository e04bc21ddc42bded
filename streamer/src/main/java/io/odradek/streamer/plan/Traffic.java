package io.odradek.streamer.plan;

import io.odradek.streamer.plan.profile.Allowed;
import io.odradek.streamer.plan.profile.Profile;
import java.util.List;

/**
 * What goes over the network, and what Kafka has to do for it.
 *
 * @param profile what was measured
 * @param demand what is asked for
 * @param replicas of the streamer
 */
record Traffic(Profile profile, Demand demand, int replicas) {
    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final int HOUR_SECONDS = 3_600;
    private static final String MEGABYTES = "MB/s";
    private static final String MILLI = "m";

    private double image() {
        return demand.imageBytes();
    }

    private double prediction() {
        return profile.predictionBytes();
    }

    Section network() {
        return Section.of("Network of the streamer, MB = 1000000 bytes")
                .why("In come images of " + Allowed.plain(image()) + " bytes, out go predictions of "
                        + Allowed.plain(prediction()) + ". Keys, headers, protocol and compression are left out.")
                .add("networkIn", "in, a replica", MEGABYTES, oneOf(image()))
                .add("networkInAll", "in, all", MEGABYTES, allOf(image()))
                .add("networkOut", "out, a replica", MEGABYTES, oneOf(prediction()))
                .add("networkOutAll", "out, all", MEGABYTES, allOf(prediction()))
                .add("networkInFull", "in, a replica at full load", MEGABYTES, full())
                .build();
    }

    private Term oneOf(double bytes) {
        return Term.of(
                demand.rate() * bytes / replicas / MEGA, "{} x {} / {} / 1000000", demand.rate(), bytes, replicas);
    }

    private Term allOf(double bytes) {
        return Term.of(demand.rate() * bytes / MEGA, "{} x {} / 1000000", demand.rate(), bytes);
    }

    private Term full() {
        return Term.of(
                demand.threadsPerReplica() * profile.imagesPerSecond() * image() / MEGA,
                "{} x {} x {} / 1000000",
                demand.threadsPerReplica(),
                profile.imagesPerSecond(),
                image());
    }

    Section brokers() {
        return Section.of("Kafka, all brokers together")
                .why(
                        "Replicas of each partition: " + demand.replication()
                                + ". In from producers, the streamer and leaders; out to the streamer, to followers and to one reader")
                .why("of the predictions. A broker without followers took "
                        + Allowed.plain(profile.cpuMicros().broker())
                        + " us an image; a follower's work was not measured, and is taken")
                .why("to be as much.")
                .add("brokersIn", "in", MEGABYTES, in())
                .add("brokersOut", "out", MEGABYTES, out())
                .add("brokersCpu", "CPU", MILLI, cpu())
                .add("diskAnHour", "disk, an hour of retention", "GB", disk())
                .build();
    }

    private Term in() {
        return Term.of(
                demand.replication() * demand.rate() * (image() + prediction()) / MEGA,
                "{} x {} x ({} + {}) / 1000000",
                demand.replication(),
                demand.rate(),
                image(),
                prediction());
    }

    private Term out() {
        return Term.of(
                in().value(),
                "{} x ({} + {} + ({} - 1) x ({} + {})) / 1000000",
                demand.rate(),
                image(),
                prediction(),
                demand.replication(),
                image(),
                prediction());
    }

    private Term cpu() {
        double micros = profile.cpuMicros().broker();
        return Term.of(
                demand.replication() * demand.rate() * micros / MICROS_PER_MILLI,
                "{} x {} x {} / 1000",
                demand.replication(),
                demand.rate(),
                micros);
    }

    private Term disk() {
        return Term.of(
                HOUR_SECONDS * in().value() * MEGA / GIGA,
                "{} x {} x {} x ({} + {}) / 1000000000",
                HOUR_SECONDS,
                demand.replication(),
                demand.rate(),
                image(),
                prediction());
    }

    /** What a reader of the figures may overlook. */
    List<String> notes() {
        if (image() == profile.imageBytes()) {
            return List.of();
        }
        return List.of("Images of " + Allowed.plain(image()) + " bytes in place of the profile's "
                + Allowed.plain(profile.imageBytes())
                + " change network and disk alone. What they take of processors, memory and time, only a profile with such"
                + " images tells.");
    }
}
