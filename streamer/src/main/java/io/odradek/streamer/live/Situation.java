package io.odradek.streamer.live;

import java.util.List;
import java.util.Map;

/**
 * What the process says about itself; each text is empty where there is nothing to say.
 *
 * @param instance names this process
 * @param state one word
 * @param ready whether images are being classified
 * @param paused by whom it is paused
 * @param alarm what the breaker says
 * @param lost images that were removed before they were read
 * @param waitingFor what would make it ready
 * @param lastError the last error
 * @param lastErrorAt when that was, ISO-8601
 * @param tryIt whether the page takes images
 * @param lag of each topic of images, as far as known
 * @param behindSeconds by model: how long the wanted version has not been in force
 * @param drift of each model, how its images compare with its reference; none where nothing is compared
 */
public record Situation(
        String instance,
        String state,
        boolean ready,
        String paused,
        String alarm,
        String lost,
        String waitingFor,
        String lastError,
        String lastErrorAt,
        boolean tryIt,
        List<Lag> lag,
        Map<String, Double> behindSeconds,
        List<Drift> drift) {
    /**
     * What waits in a topic, of this instance's partitions.
     *
     * @param topic images
     * @param records images that are not answered
     * @param seconds age of the oldest of them
     * @param partitions how many this instance has
     */
    public record Lag(String topic, long records, double seconds, int partitions) {}

    /**
     * How the images that a model classified compare with its reference.
     *
     * @param model its name
     * @param state one word
     * @param why it is not known, or empty
     * @param images in a window
     * @param collected images of the next window that are there
     * @param at when the last window was full, ISO-8601, or empty
     * @param statistics of the last full window
     */
    public record Drift(
            String model, String state, String why, int images, int collected, String at, List<Distance> statistics) {
        /** Copies the list. */
        public Drift {
            statistics = List.copyOf(statistics);
        }
    }

    /**
     * How far a statistic is from the reference.
     *
     * @param statistic its name
     * @param psi population stability index
     * @param alarm whether it is drift
     */
    public record Distance(String statistic, double psi, boolean alarm) {}

    /** Copies what it is given. */
    public Situation {
        lag = List.copyOf(lag);
        behindSeconds = Map.copyOf(behindSeconds);
        drift = List.copyOf(drift);
    }
}
