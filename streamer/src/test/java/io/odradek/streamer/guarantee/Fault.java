package io.odradek.streamer.guarantee;

import java.util.Locale;

/** Something that breaks, and is mended again. Of a pair the one that stands first here breaks first and is mended first. */
enum Fault {
    /** A streamer dies without a word and is started again. */
    SIGKILL(Part.STREAMER, StreamerFaults::kill),
    /** A streamer is asked to stop and is started again. */
    SIGTERM(Part.STREAMER, StreamerFaults::terminate),
    /** A streamer stands still for longer than its session, and wakes up when others have its partitions. */
    SIGSTOP(Part.STREAMER, StreamerFaults::freeze),
    /** Streamers join and leave in quick succession. */
    REBALANCE_STORM(Part.STREAMER, StreamerFaults::storm),
    /** A broker is stopped in order and started again. */
    BROKER_BOUNCE(Part.BROKER, BrokerFaults::bounce),
    /** The broker that leads a partition of images dies. */
    LEADER_LOSS(Part.BROKER, BrokerFaults::loseLeader),
    /** The broker that is the active controller dies. */
    CONTROLLER_LOSS(Part.BROKER, BrokerFaults::loseController),
    /** A broker stands still for longer than its session, and wakes up as one that leads nothing any more. */
    BROKER_FREEZE(Part.BROKER, BrokerFaults::freeze),
    /** The disk of a broker is full. */
    BROKER_DISK_FULL(Part.BROKER, BrokerFaults::fillDisk),
    /** A streamer's connections break, and no new ones are made. */
    NETWORK_CUT(Part.NETWORK, NetworkFaults::cut),
    /** A streamer's connections stand, and nothing passes. */
    NETWORK_SILENCE(Part.NETWORK, NetworkFaults::silence),
    /** What a streamer and its brokers say to each other comes late. */
    NETWORK_DELAY(Part.NETWORK, NetworkFaults::delay),
    /** A streamer reads slowly: a trickle of bytes, so that it lags. */
    SLOW_READER(Part.NETWORK, NetworkFaults::trickle),
    /** A streamer has no room for model files, while models change. */
    MODEL_CACHE_FULL(Part.MODEL, ModelFaults::fillCache),
    /** Every second another model, good, by reference or bad. */
    MODEL_SWAPS(Part.MODEL, ModelFaults::swap),
    /** The topic of dead letters is deleted, and created again while images go on that belong there. */
    DEAD_LETTERS_DELETED(Part.TOPIC, TopicFaults::deleteDeadLetters);

    private final Part part;

    @SuppressWarnings("ImmutableEnumChecker") // A method reference without state.
    private final Effect effect;

    Fault(Part part, Effect effect) {
        this.part = part;
        this.effect = effect;
    }

    /** What of the site breaks; of a pair of faults each has another. */
    enum Part {
        STREAMER,
        BROKER,
        NETWORK,
        MODEL,
        TOPIC
    }

    /** Breaks something. */
    interface Effect {
        /**
         * Breaks it.
         *
         * @param pick at random, at least 0: which of several
         * @return what mends it again
         */
        Runnable begin(Site site, int pick);
    }

    Part part() {
        return part;
    }

    Runnable begin(Site site, int pick) {
        return effect.begin(site, pick);
    }

    /** As people write it: {@code broker-bounce}. */
    String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return tag();
    }
}
