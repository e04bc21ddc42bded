package io.odradek.streamer.evaluation.pairing;

import java.util.Locale;

/** What becomes of labels, for the metrics. */
public enum LabelOutcome {
    /** The first that counts for an image. */
    USED,
    /** The image has it already. */
    DUPLICATE,
    /** The image has another one; the later one counts. */
    CONTRADICTION,
    /** Further apart from its image than the grace. */
    LATE,
    /** Its image did not come within the grace. */
    UNKNOWN_IMAGE,
    /** It had to go before its image came: no room. */
    EVICTED,
    /** It is a dead letter. */
    REJECTED,
    /** Its image is not among the sample. */
    UNSAMPLED;

    /** As in the metrics. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
