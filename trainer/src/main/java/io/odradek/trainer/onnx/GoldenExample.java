package io.odradek.trainer.onnx;

import io.odradek.trainer.data.ImageDecoder;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.PngEncoder;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /** For models in floats: sums of other orders, as other processors make them. */
    public static final double TOLERANCE = 1e-4;

    /**
     * For models in integers, as much as a streamer takes. Where the last bit of a float decides how it is rounded to a
     * byte, another processor may take the next byte: with the last bit of the first layer's weights changed, 40 of
     * 10,000 images moved by more than 1e-4, 20 by more than 1e-3, 2 by more than 1e-2.
     */
    public static final double INT8_TOLERANCE = 1e-2;

    /** Copies the list. */
    public GoldenExample {
        probabilities = List.copyOf(probabilities);
    }

    /**
     * Up to ten examples, as many as fit into a file: the first image of each class, then the first of the others. Each
     * is the file that the image was decoded from, where there is one that is not large, else a PNG of the tensor.
     *
     * @param tolerance greatest absolute difference allowed in a probability
     */
    public static List<GoldenExample> choose(LabelledImages images, Scores probabilities, double tolerance) {
        List<GoldenExample> examples = new ArrayList<>();
        int left = MAX_BYTES - 2;
        for (int i : onePerClassFirst(images)) {
            @Nullable GoldenExample example = ofFile(images, probabilities, i, tolerance);
            if (example == null || example.bytes() > left / 2) {
                example = smaller(
                        example,
                        of(PngEncoder.encode(images.image(i), images.input()), images, probabilities, i, tolerance));
            }
            // Half: one large file must not take the place of all others; but one there should be.
            if (example != null && example.bytes() <= (examples.isEmpty() ? left : left / 2)) {
                left -= example.bytes();
                examples.add(example);
            }
        }
        return examples;
    }

    private static @Nullable GoldenExample smaller(@Nullable GoldenExample one, @Nullable GoldenExample other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.bytes() <= other.bytes() ? one : other;
    }

    /** In the JSON array, with its comma. */
    private int bytes() {
        return ModelMetadata.GSON.toJson(this).getBytes(StandardCharsets.UTF_8).length + 1;
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

    /** Null where there is no such file, it is too large, or it is not what it was. */
    private static @Nullable GoldenExample ofFile(
            LabelledImages images, Scores probabilities, int i, double tolerance) {
        @Nullable Path file = images.file(i);
        try {
            return file == null || Files.size(file) > MAX_BYTES
                    ? null
                    : of(Files.readAllBytes(file), images, probabilities, i, tolerance);
        } catch (IOException e) {
            return null;
        }
    }

    /** Null where decoding does not give the image that the probabilities are of. */
    private static @Nullable GoldenExample of(
            byte[] file, LabelledImages images, Scores probabilities, int i, double tolerance) {
        ImageDecoder.Outcome outcome = new ImageDecoder(images.input()).decode(file);
        if (!(outcome instanceof ImageDecoder.Decoded decoded) || !Arrays.equals(decoded.pixels(), images.image(i))) {
            return null;
        }
        List<Float> row = new ArrayList<>();
        for (int c = 0; c < probabilities.classes(); c++) {
            row.add(probabilities.at(i, c));
        }
        return new GoldenExample(
                ImageDecoder.mediaType(file),
                Base64.getEncoder().encodeToString(file),
                Sha256.of(decoded.pixels()),
                row,
                tolerance);
    }
}
