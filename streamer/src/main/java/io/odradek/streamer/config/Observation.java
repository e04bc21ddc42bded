package io.odradek.streamer.config;

import java.time.Duration;

/**
 * What is told about the work of the streamer, and to whom.
 *
 * @param latencyInterval how often latency goes to its topic; zero: never
 * @param nativeHistograms whether latencies are native histograms too
 * @param kafkaSilence not ready when Kafka has not answered for so long
 * @param pollSilence not alive when a stream thread has neither polled nor answered an image for so long
 * @param page who sees the live page
 * @param tryIt whether the live page takes images
 * @param driftWindow images that are compared with the model's reference at a time; 0: none are
 */
public record Observation(
        Duration latencyInterval,
        boolean nativeHistograms,
        Duration kafkaSilence,
        Duration pollSilence,
        Page page,
        boolean tryIt,
        int driftWindow) {
    /** Fewer images say nothing of a distribution in tenths. */
    private static final int LEAST_WINDOW = 50;

    /** Who sees the live page. */
    public enum Page {
        /** Everyone, where only this machine reaches the port, or who has the token; else nobody. */
        AUTO,
        /** Everyone who reaches the port, or who has the token where there is one. */
        ON,
        /** Nobody. */
        OFF
    }

    static Observation of(Settings settings) {
        return new Observation(
                Duration.ofSeconds(settings.integer(Setting.LATENCY_SECONDS, 0, 3_600)),
                settings.flag(Setting.METRICS_NATIVE_HISTOGRAMS),
                Duration.ofSeconds(settings.integer(Setting.READY_KAFKA_SECONDS, 1, 3_600)),
                Duration.ofSeconds(settings.integer(Setting.LIVE_POLL_SECONDS, 5, 3_600)),
                page(settings),
                settings.flag(Setting.PAGE_TRY),
                driftWindow(settings));
    }

    private static int driftWindow(Settings settings) {
        int images = (int) settings.integer(Setting.DRIFT_WINDOW, 0, 1_000_000);
        if (images > 0 && images < LEAST_WINDOW) {
            throw settings.wrong(Setting.DRIFT_WINDOW);
        }
        return images;
    }

    private static Page page(Settings settings) {
        return switch (settings.get(Setting.PAGE)) {
            case "auto" -> Page.AUTO;
            case "on" -> Page.ON;
            case "off" -> Page.OFF;
            default -> throw settings.wrong(Setting.PAGE);
        };
    }
}
