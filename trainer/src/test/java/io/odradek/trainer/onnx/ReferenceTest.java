package io.odradek.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.data.Scores;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    @Test
    void countsPredictionsAndConfidences() {
        // Given: confidences 0.75, 1.0, 0.5 and 0.5
        Scores probabilities = new Scores(new float[] {0.75f, 0.25f, 0, 1, 0.5f, 0.5f, 0.5f, 0.5f}, 2);

        // When
        Reference reference = Reference.of(probabilities);

        // Then
        assertThat(reference)
                .isEqualTo(new Reference(
                        4, List.of(0.75, 0.25), List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.0, 0.25, 0.0, 0.25)));
    }
}
