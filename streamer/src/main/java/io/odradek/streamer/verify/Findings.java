package io.odradek.streamer.verify;

import io.odradek.streamer.message.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts faults, and names the first few of each. Not thread-safe. */
final class Findings {
    /** How many of each fault are named. */
    static final int NAMED = 10;

    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    private final Map<Fault, List<Source>> named = new EnumMap<>(Fault.class);

    Findings() {}

    /** Goes on from others, which stay as they are. */
    Findings(Findings others) {
        counts.putAll(others.counts);
        others.named.forEach((fault, few) -> named.put(fault, new ArrayList<>(few)));
    }

    void add(Fault fault, Source image) {
        counts.merge(fault, 1L, Long::sum);
        List<Source> few = named.computeIfAbsent(fault, f -> new ArrayList<>());
        if (few.size() < NAMED) {
            few.add(image);
        }
    }

    Map<Fault, Long> counts() {
        return counts;
    }

    Map<Fault, List<Source>> named() {
        return named;
    }
}
