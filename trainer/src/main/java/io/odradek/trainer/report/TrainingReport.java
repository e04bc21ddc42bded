package io.odradek.trainer.report;

import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.evaluation.Evaluation;
import io.odradek.trainer.model.Layer;
import io.odradek.trainer.training.EpochMetrics;
import io.odradek.trainer.training.Spent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a report tells of a training. Not thread-safe.
 *
 * @param id name and version of the model
 * @param recipe recipe and hyperparameters, as in metrics.json
 * @param epochs all epochs that the net has behind it, in order, at least one
 * @param earlierEpochs how many of them were trained before what {@code spent} counts
 * @param spent until the end of the last epoch
 * @param cost what it takes to classify one image, in words
 * @param layers of the net
 * @param evaluation of the exported file on {@code test}
 * @param test the test images
 * @param pictures whether images of {@code test} may be shown
 * @param int8 facts about the model in integers of 8 bits; empty: there is none
 * @param digests of the files that went in and came out, by what they are
 * @param modelBytes size of the exported file
 * @param environment where it was trained
 */
public record TrainingReport(
        ModelId id,
        Map<String, Object> recipe,
        List<EpochMetrics> epochs,
        int earlierEpochs,
        Spent spent,
        String cost,
        List<Layer> layers,
        Evaluation evaluation,
        LabelledImages test,
        boolean pictures,
        Map<String, String> int8,
        Map<String, String> digests,
        long modelBytes,
        Environment environment) {
    /** Copies the collections. */
    public TrainingReport {
        recipe = Collections.unmodifiableMap(new LinkedHashMap<>(recipe));
        epochs = List.copyOf(epochs);
        layers = List.copyOf(layers);
        int8 = Collections.unmodifiableMap(new LinkedHashMap<>(int8));
        digests = Collections.unmodifiableMap(new LinkedHashMap<>(digests));
    }

    /** Class names in output order. */
    List<String> labels() {
        return evaluation.labels();
    }

    EpochMetrics last() {
        return epochs.get(epochs.size() - 1);
    }
}
