package io.odradek.streamer.message;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record came from.
 *
 * @param topic the topic
 * @param partition the partition, from 0
 * @param offset the offset in the partition, from 0
 */
public record Source(String topic, int partition, long offset) {
    /** By topic, partition and offset. */
    public static final Comparator<Source> ORDER = Comparator.comparing(Source::topic)
            .thenComparingInt(Source::partition)
            .thenComparingLong(Source::offset);

    private static final Pattern TEXT = Pattern.compile("([a-zA-Z0-9._-]{1,249})-(\\d{1,9})@(\\d{1,18})");

    /** What {@link #toString} wrote; nothing where a text is of another form. */
    public static Optional<Source> parse(String text) {
        Matcher source = TEXT.matcher(text);
        return source.matches()
                ? Optional.of(
                        new Source(source.group(1), Integer.parseInt(source.group(2)), Long.parseLong(source.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
