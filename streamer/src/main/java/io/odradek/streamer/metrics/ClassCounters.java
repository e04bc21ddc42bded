package io.odradek.streamer.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Predictions of one model by class. A model's labels may be any text, in any number, and others in its next version: a
 * label's first 64 characters count, and after the first 100 of them all others are one. Thread-safe.
 */
final class ClassCounters {
    static final int MOST_SHOWN = 100;
    static final int LONGEST = 64;
    static final String OTHER = "(other)";

    /** How many labels are remembered, so that the others of a large model are found without a lock. */
    private static final int MOST_KNOWN = 10_000;

    private final Counter family;
    private final String model;
    /** By label, cut. */
    private final Map<String, CounterDataPoint> known = new ConcurrentHashMap<>();
    /** Those with a series of their own. */
    private final Map<String, CounterDataPoint> shown = new ConcurrentHashMap<>();

    ClassCounters(Counter family, String model) {
        this.family = family;
        this.model = model;
    }

    void count(String label) {
        String cut = cut(label);
        CounterDataPoint counter = known.get(cut);
        (counter == null ? first(cut) : counter).inc();
    }

    /** By class as it is shown. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        shown.forEach((label, counter) -> counts.put(label, counter.getLongValue()));
        return counts;
    }

    private synchronized CounterDataPoint first(String label) {
        String name = shown.containsKey(label) || shown.size() < MOST_SHOWN ? label : OTHER;
        CounterDataPoint counter = family.labelValues(model, name);
        shown.put(name, counter);
        if (known.size() < MOST_KNOWN) {
            known.put(label, counter);
        }
        return counter;
    }

    /** Never between the two halves of a character. */
    private static String cut(String label) {
        if (label.length() <= LONGEST) {
            return label;
        }
        return label.substring(0, Character.isHighSurrogate(label.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
    }
}
