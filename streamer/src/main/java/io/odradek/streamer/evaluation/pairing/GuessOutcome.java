package io.odradek.streamer.evaluation.pairing;

import java.util.Locale;

/** What becomes of predictions, for the metrics. */
public enum GuessOutcome {
    /** It waits for its label, or had it before. */
    TAKEN,
    /** The same version had classified this image before. */
    REPEATED,
    /** It is no prediction. */
    UNREADABLE,
    /** Its image is not among the sample. */
    UNSAMPLED,
    /** No label came in time. */
    UNLABELLED,
    /** It had to go before a label came: no room. */
    EVICTED;

    /** As in the metrics. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
