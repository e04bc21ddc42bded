package io.odradek.streamer.evaluation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The evaluation done again offline, in the plainest way: all predictions and labels at once, no order, no windows until the
 * end, doubles for confidences. What it finds must be what the evaluator finds.
 */
public final class Recount {
    /** A prediction. */
    public record Predicted(String image, String model, String label, double confidence, long time) {}

    /** A label. */
    public record Labelled(String image, String label, long time, int partition, long offset) {}

    /** What is known of a window. */
    public static final class Sum {
        public long images;
        public long right;
        public final Map<String, Map<String, Long>> confusions = new TreeMap<>();
        private final double[] confidence = new double[15];
        private final long[] rightOf = new long[15];

        /** Expected calibration error. */
        public double calibrationError() {
            double error = 0;
            for (int bin = 0; bin < 15; bin++) {
                error += Math.abs(confidence[bin] - rightOf[bin]) / images;
            }
            return error;
        }
    }

    private final Map<String, Map<String, Predicted>> predictions = new LinkedHashMap<>();
    private final Map<String, List<Labelled>> labels = new LinkedHashMap<>();
    private final Duration grace;

    public Recount(Duration grace) {
        this.grace = grace;
    }

    public void add(Predicted prediction) {
        predictions
                .computeIfAbsent(prediction.image(), image -> new LinkedHashMap<>())
                .putIfAbsent(prediction.model(), prediction);
    }

    public void add(Labelled label) {
        labels.computeIfAbsent(label.image(), image -> new ArrayList<>()).add(label);
    }

    /** By the key of an evaluation's record. */
    public Map<String, Sum> sums() {
        Map<String, Sum> sums = new TreeMap<>();
        predictions.forEach((image, byModel) -> byModel.values()
                .forEach(prediction -> labels.getOrDefault(image, List.of()).stream()
                        .filter(label -> Math.abs(label.time() - prediction.time()) <= grace.toMillis())
                        .max(Comparator.comparingLong(Labelled::time)
                                .thenComparingInt(Labelled::partition)
                                .thenComparingLong(Labelled::offset))
                        .ifPresent(label -> count(sums, prediction, label))));
        return sums;
    }

    /** Adds a prediction and its label to the sums of their windows. */
    static void count(Map<String, Sum> sums, Predicted prediction, Labelled label) {
        Map<String, Long> sizes = Map.of("minute", 60_000L, "hour", 3_600_000L, "day", 86_400_000L);
        sizes.forEach((size, millis) -> {
            Instant start = Instant.ofEpochMilli(prediction.time() / millis * millis);
            Sum sum = sums.computeIfAbsent(prediction.model() + "/" + size + "/" + start, key -> new Sum());
            boolean right = prediction.label().equals(label.label());
            sum.images++;
            sum.right += right ? 1 : 0;
            sum.confusions
                    .computeIfAbsent(label.label(), name -> new TreeMap<>())
                    .merge(prediction.label(), 1L, Long::sum);
            int bin = Math.max(0, (int) Math.ceil(prediction.confidence() * 15) - 1);
            sum.confidence[bin] += prediction.confidence();
            sum.rightOf[bin] += right ? 1 : 0;
        });
    }
}
