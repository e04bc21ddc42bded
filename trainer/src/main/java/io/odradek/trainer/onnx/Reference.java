package io.odradek.trainer.onnx;

import io.odradek.trainer.data.FileKind;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the model answers on held-out images, and what those images are like, to recognise drift by: {@code
 * odradek.reference}.
 *
 * @param images number of held-out images
 * @param classShares share of images predicted as each class; sums to 1
 * @param confidenceHistogram share of images whose highest probability lies in each of ten equal bins from 0 to 1;
 *     sums to 1
 * @param mean of the tensor's samples; null in files of the first versions
 * @param contrast standard deviation of the tensor's samples; null in files of the first versions
 * @param size pixels of the image in its own size; null where the images stand in no files of their own
 * @param formats share of images of each media type; null where the images stand in no files of their own
 */
public record Reference(
        int images,
        List<Double> classShares,
        List<Double> confidenceHistogram,
        @Nullable Histogram mean,
        @Nullable Histogram contrast,
        @Nullable Histogram size,
        @Nullable Map<String, Double> formats) {
    private static final int BINS = 10;

    /** Of sample values: below what the eye sees, above what rounding changes. */
    private static final double SAMPLE_MARGIN = 0.001;

    private static final double PIXEL_MARGIN = 0.5;

    /** Copies the collections. */
    public Reference {
        classShares = List.copyOf(classShares);
        confidenceHistogram = List.copyOf(confidenceHistogram);
        // In order: the same training gives the same file.
        formats = formats == null ? null : Collections.unmodifiableMap(new TreeMap<>(formats));
    }

    /** Counts over all images, at least one, and their rows of {@code probabilities}. */
    public static Reference of(Scores probabilities, LabelledImages images) {
        int[] classes = new int[probabilities.classes()];
        int[] bins = new int[BINS];
        for (int i = 0; i < probabilities.size(); i++) {
            int predicted = probabilities.argMax(i);
            classes[predicted]++;
            bins[Math.min(BINS - 1, (int) (probabilities.at(i, predicted) * BINS))]++;
        }
        double[] means = new double[images.size()];
        double[] contrasts = new double[images.size()];
        for (int i = 0; i < images.size(); i++) {
            byte[] image = images.image(i);
            means[i] = mean(image);
            contrasts[i] = contrast(image, means[i]);
        }
        return new Reference(
                probabilities.size(),
                shares(classes, probabilities.size()),
                shares(bins, probabilities.size()),
                Histogram.of(means, SAMPLE_MARGIN),
                Histogram.of(contrasts, SAMPLE_MARGIN),
                sizes(images.kinds()),
                formats(images.kinds()));
    }

    private static List<Double> shares(int[] counts, int total) {
        return Arrays.stream(counts).mapToObj(c -> (double) c / total).toList();
    }

    private static double mean(byte[] samples) {
        long sum = 0;
        for (byte sample : samples) {
            sum += sample & 255;
        }
        return (double) sum / samples.length;
    }

    /** By the contract's formula, which the streamer computes too. */
    private static double contrast(byte[] samples, double mean) {
        long squares = 0;
        for (byte sample : samples) {
            squares += (long) (sample & 255) * (sample & 255);
        }
        return Math.sqrt(Math.max(0, (double) squares / samples.length - mean * mean));
    }

    private static @Nullable Histogram sizes(List<FileKind> kinds) {
        return kinds.isEmpty()
                ? null
                : Histogram.of(
                        kinds.stream()
                                .mapToDouble(kind -> (double) kind.pixels())
                                .toArray(),
                        PIXEL_MARGIN);
    }

    private static @Nullable Map<String, Double> formats(List<FileKind> kinds) {
        if (kinds.isEmpty()) {
            return null;
        }
        Map<String, Double> shares = new TreeMap<>();
        for (FileKind kind : kinds) {
            shares.merge(kind.mediaType(), 1.0, Double::sum);
        }
        shares.replaceAll((format, count) -> count / kinds.size());
        return shares;
    }
}
