package io.odradek.streamer.evaluation.pairing;

import java.util.Comparator;

/**
 * A label.
 *
 * @param text the class's name
 * @param time of its record, in milliseconds since 1970
 * @param partition of its record
 * @param offset of its record
 * @param record as it came, for a dead letter
 */
public record Label(String text, long time, int partition, long offset, LabelRecord record) implements Arrival {
    /** Which of two labels of an image is the later one, whichever is read first. */
    static final Comparator<Label> ORDER = Comparator.comparingLong(Label::time)
            .thenComparingInt(Label::partition)
            .thenComparingLong(Label::offset);
}
