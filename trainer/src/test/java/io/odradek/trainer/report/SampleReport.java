package io.odradek.trainer.report;

import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.evaluation.Evaluation;
import io.odradek.trainer.model.Layer;
import io.odradek.trainer.training.EpochMetrics;
import io.odradek.trainer.training.Spent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Reports of trainings that never were: random images, and a net that is right on about four of five. */
record SampleReport(
        List<String> labels, int epochs, boolean validation, int channels, boolean pictures, int earlierEpochs) {
    private static final int IMAGES_OF_A_CLASS = 12;

    static SampleReport of(String... labels) {
        return new SampleReport(List.of(labels), 3, true, 1, true, 0);
    }

    static SampleReport ofClasses(int count) {
        return of(IntStream.range(0, count).mapToObj(c -> "class " + c).toArray(String[]::new));
    }

    SampleReport withEpochs(int count) {
        return new SampleReport(labels, count, validation, channels, pictures, earlierEpochs);
    }

    SampleReport measuredOnTestImages() {
        return new SampleReport(labels, epochs, false, channels, pictures, earlierEpochs);
    }

    SampleReport inColour() {
        return new SampleReport(labels, epochs, validation, 3, pictures, earlierEpochs);
    }

    SampleReport withoutPictures() {
        return new SampleReport(labels, epochs, validation, channels, false, earlierEpochs);
    }

    SampleReport continued(int earlier) {
        return new SampleReport(labels, epochs, validation, channels, pictures, earlier);
    }

    TrainingReport build() {
        int n = labels.size() * IMAGES_OF_A_CLASS;
        Random random = new Random(7);
        InputSpec input = InputSpec.of(channels, 8, 6, "exact");
        byte[] pixels = new byte[n * input.bytes()];
        random.nextBytes(pixels);
        byte[] truth = new byte[n];
        float[] probabilities = new float[n * labels.size()];
        for (int i = 0; i < n; i++) {
            truth[i] = (byte) (i % labels.size());
            int prediction = random.nextInt(5) == 0 ? random.nextInt(labels.size()) : truth[i];
            float confidence = 0.55f + 0.44f * random.nextFloat();
            for (int c = 0; c < labels.size(); c++) {
                probabilities[i * labels.size() + c] =
                        c == prediction ? confidence : (1 - confidence) / (labels.size() - 1);
            }
        }
        int[] classes = IntStream.range(0, n).map(i -> truth[i]).toArray();
        return new TrainingReport(
                new ModelId("pets", "v1"),
                Map.of("name", "seed", "trainImages", 1234, "validation", validation ? 500 : 0, "batchSize", 100),
                history(),
                earlierEpochs,
                new Spent(61.5, 98.25),
                "5.68 MFLOP an image",
                List.of(
                        new Layer("image", "pixels / 255", "", List.of((long) channels, 8L, 6L), 0, 0),
                        new Layer("linear 1", "48 inputs", "", List.of((long) labels.size()), 490, 960_000)),
                Evaluation.of(new Scores(probabilities, labels.size()), classes, labels),
                new LabelledImages(input, pixels, truth),
                pictures,
                Map.of("test accuracy", "0.8810, 0.04 points below model.onnx"),
                Map.of("model.onnx", "0123abcd"),
                123_456,
                new Environment("1", "17", "Linux", "a processor", 2, "2.7.1", "1.29.0", "CPU", 2));
    }

    private List<EpochMetrics> history() {
        List<EpochMetrics> all = new ArrayList<>();
        for (int e = 1; e <= epochs; e++) {
            double loss = 0.3 + 0.2 / e;
            double accuracy = 0.9 - 0.1 / e;
            all.add(
                    validation
                            ? new EpochMetrics(e, loss + 0.05, null, null, loss, accuracy, 4.5, 5000)
                            : new EpochMetrics(e, loss + 0.05, loss, accuracy, null, null, 4.5, 5000));
        }
        return all;
    }
}
