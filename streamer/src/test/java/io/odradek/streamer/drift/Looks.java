package io.odradek.streamer.drift;

import io.odradek.streamer.contract.Reference;
import io.odradek.streamer.contract.Reference.Histogram;
import io.odradek.streamer.image.ImageFormat;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.model.Argmax;
import io.odradek.streamer.model.Classifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** What a model answers on images, and what those are like: made once, drawn from often. */
final class Looks {
    private static final int BATCH = 64;
    private static final int CLASSES = 10;
    private static final int TENTHS = 10;
    private static final int PIXELS = FashionImages.SIDE * FashionImages.SIDE;
    private static final byte[] NOT_KEPT = new byte[0];

    private final int[] labels;
    private final int[] classes;
    private final float[] confidences;
    private final PixelMoments[] moments;

    private Looks(int size) {
        labels = new int[size];
        classes = new int[size];
        confidences = new float[size];
        moments = new PixelMoments[size];
    }

    static Looks of(Classifier model, FashionImages images, Shift shift) {
        Looks looks = new Looks(images.labels().length);
        Random random = new Random(7);
        List<byte[]> shifted = Arrays.stream(images.pixels())
                .map(image -> shift.apply(image, random))
                .toList();
        for (int from = 0; from < shifted.size(); from += BATCH) {
            int to = Math.min(from + BATCH, shifted.size());
            float[][] rows = model.classify(shifted.subList(from, to));
            for (int i = from; i < to; i++) {
                looks.labels[i] = images.labels()[i];
                looks.classes[i] = Argmax.of(rows[i - from]);
                looks.confidences[i] = rows[i - from][looks.classes[i]];
                looks.moments[i] = new PixelMoments();
                looks.moments[i].look(shifted.get(i));
            }
        }
        return looks;
    }

    int size() {
        return classes.length;
    }

    int label(int i) {
        return labels[i];
    }

    double accuracy() {
        return (double) IntStream.range(0, size())
                        .filter(i -> labels[i] == classes[i])
                        .count()
                / size();
    }

    /** Counts one of them. */
    void feed(Observer observer, int i) {
        observer.add(
                classes[i],
                confidences[i],
                moments[i],
                ImageFormat.RAW,
                PIXELS,
                NOT_KEPT,
                () -> new Source("images", 0, i));
    }

    /** The reference of a model that was tested on these, as the trainer writes it. */
    Reference reference(int[] chosen) {
        double[] shares = new double[CLASSES];
        double[] tenths = new double[TENTHS];
        for (int i : chosen) {
            shares[classes[i]] += 1.0 / chosen.length;
            tenths[Basis.tenth(confidences[i])] += 1.0 / chosen.length;
        }
        return new Reference(
                chosen.length,
                list(shares),
                list(tenths),
                histogram(Arrays.stream(chosen)
                        .mapToDouble(i -> moments[i].mean())
                        .toArray()),
                histogram(Arrays.stream(chosen)
                        .mapToDouble(i -> moments[i].contrast())
                        .toArray()),
                null,
                Map.of());
    }

    /** Edges between tenths, and beyond the least and the greatest. */
    private static Histogram histogram(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        List<Double> edges = new ArrayList<>();
        edges.add(sorted[0] - 0.001);
        for (int tenth = 1; tenth < TENTHS; tenth++) {
            int at = sorted.length * tenth / TENTHS;
            edges.add((sorted[at - 1] + sorted[at]) / 2);
        }
        edges.add(sorted[sorted.length - 1] + 0.001);
        double[] shares = new double[edges.size() + 1];
        for (double number : numbers) {
            shares[(int) edges.stream().filter(edge -> edge <= number).count()] += 1.0 / numbers.length;
        }
        return new Histogram(edges, list(shares));
    }

    private static List<Double> list(double[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }
}
