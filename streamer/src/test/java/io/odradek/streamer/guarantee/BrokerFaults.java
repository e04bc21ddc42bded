package io.odradek.streamer.guarantee;

import io.odradek.broker.BrokerTrio;

/** Faults of a broker. Each waits first until the last one is over: of three brokers one may be lost. */
final class BrokerFaults {
    private BrokerFaults() {}

    static Runnable bounce(Site site, int pick) {
        BrokerTrio brokers = whole(site);
        int node = pick % BrokerTrio.NODES;
        brokers.terminate(node);
        return () -> brokers.start(node);
    }

    static Runnable loseLeader(Site site, int pick) {
        BrokerTrio brokers = whole(site);
        return lose(brokers, brokers.leader("images", pick % Site.PARTITIONS));
    }

    static Runnable loseController(Site site, int pick) {
        BrokerTrio brokers = whole(site);
        return lose(brokers, brokers.controller());
    }

    private static Runnable lose(BrokerTrio brokers, int node) {
        brokers.kill(node);
        return () -> brokers.start(node);
    }

    static Runnable freeze(Site site, int pick) {
        BrokerTrio brokers = whole(site);
        int node = pick % BrokerTrio.NODES;
        brokers.freeze(node);
        return () -> {
            brokers.awaitFenced(node);
            brokers.thaw(node);
        };
    }

    /** Whoever makes room on a broker's disk starts the broker again: it has stopped, or may not write. */
    static Runnable fillDisk(Site site, int pick) {
        BrokerTrio brokers = whole(site);
        site.brokerDisk().fill();
        return () -> {
            site.brokerDisk().makeRoom();
            brokers.kill(Site.NODE_WITH_DISK);
            brokers.start(Site.NODE_WITH_DISK);
        };
    }

    private static BrokerTrio whole(Site site) {
        site.brokers().awaitWhole();
        return site.brokers();
    }
}
