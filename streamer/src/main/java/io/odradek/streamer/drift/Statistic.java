package io.odradek.streamer.drift;

import java.util.Locale;

/** What is compared with the model's reference, each by itself. */
public enum Statistic {
    /** Shares of the predicted classes. */
    CLASSES,
    /** The probability of the predicted class, in tenths. */
    CONFIDENCE,
    /** Mean of the tensor's samples, 0 to 255. */
    MEAN,
    /** Standard deviation of the tensor's samples, 0 to 127.5. */
    CONTRAST,
    /** Pixels of the image in its own size: width times height. */
    SIZE,
    /** Shares of the image formats. */
    FORMAT;

    /** As in metrics, in {@code /health} and on the page. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
