package io.odradek.streamer.guarantee;

import java.util.concurrent.CompletableFuture;

/** Faults of a streamer's process. */
final class StreamerFaults {
    private StreamerFaults() {}

    static Runnable kill(Site site, int pick) {
        site.fleet().kill(pick % Fleet.STREAMERS);
        return () -> {};
    }

    static Runnable terminate(Site site, int pick) {
        CompletableFuture<Void> end = site.fleet().terminate(pick % Fleet.STREAMERS);
        return end::join;
    }

    static Runnable freeze(Site site, int pick) {
        int streamer = pick % Fleet.STREAMERS;
        site.fleet().signal(streamer, "STOP");
        return () -> site.fleet().signal(streamer, "CONT");
    }

    /** Two leave and come back as soon as they can, one more comes in between and leaves again. */
    static Runnable storm(Site site, int pick) {
        Fleet fleet = site.fleet();
        fleet.invite();
        CompletableFuture<Void> one = fleet.terminate(pick % Fleet.STREAMERS);
        CompletableFuture<Void> other = fleet.terminate((pick + 1) % Fleet.STREAMERS);
        return () -> {
            one.join();
            other.join();
            fleet.awaitGuest();
            fleet.dismissGuest().join();
        };
    }
}
