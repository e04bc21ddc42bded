package io.odradek.streamer.guarantee;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * Whether all streamers come to the version that went live last: an answer may be right by the version that it names, which
 * nobody wants any more.
 *
 * @param sent images for this
 * @param stale partitions whose latest answer names another version, each with that; none when all is well
 */
record LastVersion(int sent, List<String> stale) {
    /** Since what was broken is mended; streamers read the topics of models all the time. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Copies. */
    LastVersion {
        stale = List.copyOf(stale);
    }

    /** Sends an image to each partition, again and again, until each is answered by the last version, or for two minutes. */
    static LastVersion await(Site site) {
        String last = site.swaps().last();
        long end = System.nanoTime() + PATIENCE.toNanos();
        int sent = 0;
        List<String> stale;
        do {
            int answered = site.answers().answered() + Site.PARTITIONS;
            site.cluster().sendImages(Site.PARTITIONS);
            sent += Site.PARTITIONS;
            Awaitility.await()
                    .forever()
                    .pollInterval(PAUSE)
                    .until(() -> site.answers().answered() >= answered || System.nanoTime() > end);
            stale = site.answers().byOtherThan(last);
        } while (!stale.isEmpty() && System.nanoTime() < end);
        return new LastVersion(sent, stale);
    }
}
