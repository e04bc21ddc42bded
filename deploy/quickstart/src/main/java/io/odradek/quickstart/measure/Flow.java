package io.odradek.quickstart.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One phase of traffic, finished.
 *
 * @param images what was in the images topic
 * @param predictions what came back, in the order of arrival
 * @param deadLetters what was set aside
 */
public record Flow(List<Image> images, List<Prediction> predictions, List<DeadLetter> deadLetters) {
    /** Copies. */
    public Flow {
        images = List.copyOf(images);
        predictions = List.copyOf(predictions);
        deadLetters = List.copyOf(deadLetters);
    }

    /** Whether each image got its one outcome. */
    public Accounting accounting() {
        return Accounting.of(images.stream().map(Image::source).toList(), predictions, deadLetters);
    }

    /** The first prediction of each image. */
    public List<Prediction> firstPredictions() {
        Map<Source, Prediction> first = new LinkedHashMap<>();
        predictions.forEach(p -> first.putIfAbsent(p.source(), p));
        return List.copyOf(first.values());
    }
}
