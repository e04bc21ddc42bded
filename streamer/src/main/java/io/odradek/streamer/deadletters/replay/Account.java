package io.odradek.streamer.deadletters.replay;

import io.odradek.streamer.message.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the chosen dead letters.
 *
 * @param topic the dead-letter topic
 * @param isDryRun whether nothing was sent, and what would have been counts as sent
 * @param isCutShort whether it was stopped before its end; what it did not come to is not among these
 * @param foreign records of other programs in the range, which are not among the chosen ones
 * @param reasons by the name of the reason, in its order: how many of each fate
 * @param named of each fate that is a failure the first ten, by their place in the dead-letter topic
 */
public record Account(
        String topic,
        boolean isDryRun,
        boolean isCutShort,
        long foreign,
        Map<String, Map<Fate, Long>> reasons,
        Map<Fate, List<Source>> named) {

    /** How many have met with a fate. */
    public long count(Fate fate) {
        return reasons.values().stream()
                .mapToLong(fates -> fates.getOrDefault(fate, 0L))
                .sum();
    }

    /** How many were chosen. */
    public long chosen() {
        return reasons.values().stream().mapToLong(Account::sum).sum();
    }

    /** How many were chosen of a reason. */
    public static long sum(Map<Fate, Long> fates) {
        return fates.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether all were sent that should be. */
    public boolean isComplete() {
        for (Fate fate : Fate.values()) {
            if (fate.isFailure() && count(fate) > 0) {
                return false;
            }
        }
        return !isCutShort;
    }

    /** Collects one. Not thread-safe. */
    static final class Collector {
        private static final int MOST_NAMED = 10;

        private final Map<String, Map<Fate, Long>> reasons = new TreeMap<>();
        private final Map<Fate, List<Source>> named = new EnumMap<>(Fate.class);
        private long foreign;

        void foreign() {
            foreign++;
        }

        void add(String reason, Source place, Fate fate) {
            reasons.computeIfAbsent(reason, r -> new EnumMap<>(Fate.class)).merge(fate, 1L, Long::sum);
            if (fate.isFailure()) {
                List<Source> places = named.computeIfAbsent(fate, f -> new ArrayList<>());
                if (places.size() < MOST_NAMED) {
                    places.add(place);
                }
            }
        }

        Account result(String topic, boolean isDryRun, boolean isCutShort) {
            return new Account(topic, isDryRun, isCutShort, foreign, reasons, named);
        }
    }
}
