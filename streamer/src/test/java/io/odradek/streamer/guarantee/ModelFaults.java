package io.odradek.streamer.guarantee;

/** Faults around models. */
final class ModelFaults {
    private ModelFaults() {}

    static Runnable fillCache(Site site, int pick) {
        site.modelDisk().fill();
        Runnable end = swap(site, pick);
        return () -> {
            end.run();
            site.modelDisk().makeRoom();
            site.swaps().good();
        };
    }

    static Runnable swap(Site site, int pick) {
        site.swaps().begin();
        return site.swaps()::end;
    }
}
