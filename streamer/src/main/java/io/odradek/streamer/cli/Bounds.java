package io.odradek.streamer.cli;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.history.Bound;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Bounds of a range on the command line. Stateless. */
final class Bounds {
    private static final String OFFSET = "[0-9]{1,18}";
    private static final String OFFSETS = "[0-9]{1,9}:[0-9]{1,18}(,[0-9]{1,9}:[0-9]{1,18})*";

    private Bounds() {}

    /**
     * Reads one.
     *
     * @param option which names it, for a complaint
     * @param edge the word for the edge: {@code earliest} or {@code latest}
     * @throws ConfigException when the text is none
     */
    static Bound of(String option, String edge, String text, Instant now) {
        if (text.equals(edge)) {
            return new Bound.Edge();
        }
        if (text.matches(OFFSET)) {
            return new Bound.Offset(Long.parseLong(text));
        }
        if (text.matches(OFFSETS)) {
            return offsets(option, text);
        }
        return new Bound.At(Moment.of(text, now)
                .orElseThrow(() -> new ConfigException(option + " is \"" + text + "\", allowed: " + edge
                        + ", an offset, offsets by partition such as 0:17,3:1841, " + Moment.ALLOWED)));
    }

    private static Bound offsets(String option, String text) {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (String one : text.split(",", -1)) {
            String[] parts = one.split(":", -1);
            if (offsets.put(Integer.parseInt(parts[0]), Long.parseLong(parts[1])) != null) {
                throw new ConfigException(
                        option + " is \"" + text + "\": partition " + parts[0] + " stands there twice");
            }
        }
        return new Bound.Offsets(offsets);
    }
}
