package io.odradek.quickstart.measure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the predictions went from one model version to the next, seen partition by partition in the order of the images.
 *
 * @param before predictions by the old version
 * @param after predictions by the new version
 * @param others predictions by any other version, which must not be
 * @param switchedPartitions partitions that changed from old to new exactly once
 * @param restlessPartitions partitions that changed back at least once, which must not be
 */
public record VersionSwitch(int before, int after, int others, int switchedPartitions, int restlessPartitions) {
    /** Follows the versions through these predictions. */
    public static VersionSwitch of(Collection<Prediction> predictions, String oldVersion, String newVersion) {
        Map<Integer, List<Prediction>> partitions = new TreeMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Prediction p : predictions) {
            partitions
                    .computeIfAbsent(p.source().partition(), k -> new ArrayList<>())
                    .add(p);
            counts.merge(p.version(), 1, Integer::sum);
        }
        int switched = 0;
        int restless = 0;
        for (List<Prediction> partition : partitions.values()) {
            int changes = changes(partition);
            switched += changes == 1 ? 1 : 0;
            restless += changes > 1 ? 1 : 0;
        }
        int before = counts.getOrDefault(oldVersion, 0);
        int after = counts.getOrDefault(newVersion, 0);
        return new VersionSwitch(before, after, predictions.size() - before - after, switched, restless);
    }

    private static int changes(List<Prediction> partition) {
        List<String> versions = partition.stream()
                .sorted(Comparator.comparingLong(p -> p.source().offset()))
                .map(Prediction::version)
                .toList();
        int changes = 0;
        for (int i = 1; i < versions.size(); i++) {
            changes += versions.get(i).equals(versions.get(i - 1)) ? 0 : 1;
        }
        return changes;
    }
}
