package io.odradek.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.trainer.data.FileKind;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    /** Confidences 0.75, 1.0, 0.5 and 0.5. */
    private static final Scores PROBABILITIES = new Scores(new float[] {0.75f, 0.25f, 0, 1, 0.5f, 0.5f, 0.5f, 0.5f}, 2);

    /** Means 0, 1, 2 and 127.5; contrasts 0, 1, 0 and 127.5. */
    private static final byte[] PIXELS = {0, 0, 0, 2, 2, 2, 0, (byte) 255};

    @Test
    void countsPredictionsConfidencesAndWhatImagesAreLike() {
        // When
        Reference reference =
                Reference.of(PROBABILITIES, new LabelledImages(InputSpec.grey(1, 2), PIXELS, new byte[4]));

        // Then
        assertThat(reference)
                .isEqualTo(new Reference(
                        4,
                        List.of(0.75, 0.25),
                        List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.0, 0.25, 0.0, 0.25),
                        new Histogram(
                                List.of(-0.001, 0.5, 1.5, 64.75, 127.501), List.of(0.0, 0.25, 0.25, 0.25, 0.25, 0.0)),
                        new Histogram(List.of(-0.001, 0.5, 64.25, 127.501), List.of(0.0, 0.5, 0.25, 0.25, 0.0)),
                        null,
                        null));
    }

    @Test
    void sizesAndFormatsAreThoseOfTheFiles() {
        // Given
        FileKind small = new FileKind("image/png", 784);
        FileKind large = new FileKind("image/jpeg", 1_000_000);
        List<Path> files = List.of(Path.of("a"), Path.of("b"), Path.of("c"), Path.of("d"));

        // When
        Reference reference = Reference.of(
                PROBABILITIES,
                new LabelledImages(
                        InputSpec.grey(1, 2), PIXELS, new byte[4], files, List.of(small, small, small, large)));

        // Then
        assertThat(reference.size())
                .isEqualTo(new Histogram(List.of(783.5, 500_392.0, 1_000_000.5), List.of(0.0, 0.75, 0.25, 0.0)));
        assertThat(reference.formats()).isEqualTo(Map.of("image/png", 0.75, "image/jpeg", 0.25));
    }

    @Test
    void whatADataSetDoesNotHaveIsLeftOutOfTheFile() {
        Reference reference =
                Reference.of(PROBABILITIES, new LabelledImages(InputSpec.grey(1, 2), PIXELS, new byte[4]));

        JsonObject json =
                JsonParser.parseString(ModelMetadata.GSON.toJson(reference)).getAsJsonObject();

        assertThat(json.keySet()).containsExactly("images", "classShares", "confidenceHistogram", "mean", "contrast");
    }

    @Test
    void numbersAreDividedIntoTenthsBetweenThem() {
        double[] numbers = new double[1_000];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i * 7) % 1_000;
        }

        Histogram histogram = Histogram.of(numbers, 0.5);

        assertThat(histogram.edges())
                .containsExactly(-0.5, 99.5, 199.5, 299.5, 399.5, 499.5, 599.5, 699.5, 799.5, 899.5, 999.5);
        assertThat(histogram.shares()).containsExactly(0.0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.0);
    }

    @Test
    void oneNumberAloneHasABinOfItsOwnBetweenTwoEmptyOnes() {
        Histogram histogram = Histogram.of(new double[] {784, 784, 784}, 0.5);

        assertThat(histogram).isEqualTo(new Histogram(List.of(783.5, 784.5), List.of(0.0, 1.0, 0.0)));
    }
}
