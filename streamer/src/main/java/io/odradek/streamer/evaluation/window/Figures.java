package io.odradek.streamer.evaluation.window;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the counts of a window. A share of nothing is null, never a silent 0.
 *
 * @param images that were judged
 * @param right of them, those whose class was predicted
 * @param calibrationError expected calibration error of all of them, 0 to 1; null without images
 * @param classes by name: each that a label or a prediction names
 * @param confusions how many images of a class were taken for which, by the true class, then by the predicted one
 */
public record Figures(
        long images,
        long right,
        @Nullable Double calibrationError,
        SortedMap<String, OfClass> classes,
        SortedMap<String, SortedMap<String, Long>> confusions) {
    /**
     * How well one class is found, after van Rijsbergen, <i>Information Retrieval</i> (1979).
     *
     * @param images of this class
     * @param predicted images taken for it
     * @param right images of it that were taken for it
     * @param calibrationError expected calibration error of those that were taken for it, 0 to 1; null without any
     */
    public record OfClass(
            long images,
            long predicted,
            long right,
            @Nullable Double calibrationError) {
        /** Share of those taken for it that are of it; null where none was. */
        public @Nullable Double precision() {
            return share(right, predicted);
        }

        /** Share of its images that were taken for it; null where it has none. */
        public @Nullable Double recall() {
            return share(right, images);
        }
    }

    /** Copies the maps. */
    public Figures {
        classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
        confusions = Collections.unmodifiableSortedMap(new TreeMap<>(confusions));
    }

    /** Share of the images that are right, 0 to 1; null without images. */
    public @Nullable Double accuracy() {
        return share(right, images);
    }

    /** Of the counts in a window. */
    public static Figures of(Map<Cell, Tally> cells) {
        SortedMap<String, SortedMap<String, Long>> confusions = new TreeMap<>();
        Map<String, Calibration> calibrations = new TreeMap<>();
        Calibration all = new Calibration();
        long images = 0;
        long right = 0;
        for (Map.Entry<Cell, Tally> one : cells.entrySet()) {
            Cell cell = one.getKey();
            Tally tally = one.getValue();
            images += tally.images();
            right += cell.isRight() ? tally.images() : 0;
            all.add(cell, tally);
            calibrations
                    .computeIfAbsent(cell.predicted(), name -> new Calibration())
                    .add(cell, tally);
            confusions
                    .computeIfAbsent(cell.truth(), name -> new TreeMap<>())
                    .merge(cell.predicted(), tally.images(), Long::sum);
        }
        return new Figures(images, right, all.error(), classes(confusions, calibrations), confusions);
    }

    private static SortedMap<String, OfClass> classes(
            Map<String, SortedMap<String, Long>> confusions, Map<String, Calibration> calibrations) {
        Map<String, Long> predicted = new TreeMap<>();
        confusions.values().forEach(row -> row.forEach((name, count) -> predicted.merge(name, count, Long::sum)));
        TreeSet<String> names = new TreeSet<>(confusions.keySet());
        names.addAll(predicted.keySet());
        SortedMap<String, OfClass> classes = new TreeMap<>();
        for (String name : names) {
            Map<String, Long> row = confusions.getOrDefault(name, Collections.emptySortedMap());
            Calibration calibration = calibrations.get(name);
            classes.put(
                    name,
                    new OfClass(
                            row.values().stream().mapToLong(Long::longValue).sum(),
                            predicted.getOrDefault(name, 0L),
                            row.getOrDefault(name, 0L),
                            calibration == null ? null : calibration.error()));
        }
        return classes;
    }

    private static @Nullable Double share(long part, long whole) {
        return whole == 0 ? null : Double.valueOf((double) part / whole);
    }
}
