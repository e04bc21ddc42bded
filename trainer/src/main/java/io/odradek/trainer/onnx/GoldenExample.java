package io.odradek.trainer.onnx;

import io.odradek.trainer.data.ImageDecoder;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.PngEncoder;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.file.Sha256;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A real image with the result that every decoder and runtime must give: one element of {@code odradek.golden}.
 *
 * @param contentType media type of the encoded file
 * @param image the encoded file in base64
 * @param tensorSha256 digest of the C·H·W bytes that decoding gives
 * @param probabilities one per class
 * @param tolerance greatest absolute difference allowed in a probability
 */
public record GoldenExample(
        String contentType, String image, String tensorSha256, List<Float> probabilities, double tolerance) {
    /** At most this many in a file. */
    public static final int MAX_EXAMPLES = 10;

    /** At most this many bytes of JSON in a file. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final double TOLERANCE = 1e-4;

    /** Copies the list. */
    public GoldenExample {
        probabilities = List.copyOf(probabilities);
    }

    /** Up to ten examples: the first image of each class, then the first of the others. */
    public static List<GoldenExample> choose(LabelledImages images, Scores probabilities) {
        List<GoldenExample> examples = new ArrayList<>();
        for (int i : onePerClassFirst(images)) {
            examples.add(of(images, probabilities, i));
        }
        return examples;
    }

    private static Set<Integer> onePerClassFirst(LabelledImages images) {
        Set<Integer> seenLabels = new LinkedHashSet<>();
        Set<Integer> chosen = new LinkedHashSet<>();
        for (int i = 0; i < images.size() && chosen.size() < MAX_EXAMPLES; i++) {
            if (seenLabels.add(images.label(i))) {
                chosen.add(i);
            }
        }
        for (int i = 0; i < images.size() && chosen.size() < MAX_EXAMPLES; i++) {
            chosen.add(i);
        }
        return chosen;
    }

    private static GoldenExample of(LabelledImages images, Scores probabilities, int i) {
        byte[] png = PngEncoder.encode(images.image(i), images.input());
        // Through the decoder: the digest states what decoding gives, not what was meant.
        ImageDecoder.Outcome outcome = new ImageDecoder(images.input()).decode(png);
        if (!(outcome instanceof ImageDecoder.Decoded decoded)) {
            throw new IllegalStateException("own PNG of image " + i + " does not decode: " + outcome);
        }
        List<Float> row = new ArrayList<>();
        for (int c = 0; c < probabilities.classes(); c++) {
            row.add(probabilities.at(i, c));
        }
        return new GoldenExample(
                "image/png", Base64.getEncoder().encodeToString(png), Sha256.of(decoded.pixels()), row, TOLERANCE);
    }
}
