package io.odradek.quickstart.report;

import io.odradek.quickstart.measure.Flow;
import io.odradek.quickstart.measure.Prediction;
import io.odradek.quickstart.measure.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An image that the model got wrong.
 *
 * @param png the file as it lies in the images topic
 * @param truth its true class
 * @param predicted the class that the model took it for
 * @param confidence how sure the model was, 0 to 1
 */
public record Mistake(byte[] png, String truth, String predicted, double confidence) {
    /**
     * The mistakes that the model was surest of, in that order.
     *
     * @param truth the true class by image
     * @param limit how many at most
     */
    public static List<Mistake> worst(Flow flow, Map<Source, String> truth, int limit) {
        Map<Source, byte[]> files = new HashMap<>();
        flow.images().forEach(image -> files.put(image.source(), image.encoded()));
        List<Mistake> mistakes = new ArrayList<>();
        for (Prediction p : flow.firstPredictions()) {
            byte[] png = files.get(p.source());
            String label = truth.get(p.source());
            if (png != null && label != null && !label.equals(p.label())) {
                mistakes.add(new Mistake(png, label, p.label(), p.confidence()));
            }
        }
        mistakes.sort(Comparator.comparingDouble(Mistake::confidence).reversed());
        return List.copyOf(mistakes.subList(0, Math.min(limit, mistakes.size())));
    }
}
