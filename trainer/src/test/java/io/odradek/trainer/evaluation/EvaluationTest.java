package io.odradek.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.testing.RealData;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    @Test
    void countsWhatIsTakenForWhat() {
        // Given: truths 0, 0, 1; predictions 0, 2, 1
        LabelledImages truth = new LabelledImages(InputSpec.grey(1, 1), new byte[3], new byte[] {0, 0, 1});
        Scores scores = new Scores(new float[] {1, 0, 0, 0, 0, 1, 0, 1, 0}, 3);

        // When
        Evaluation evaluation = Evaluation.of(scores, truth);

        // Then
        assertThat(evaluation)
                .isEqualTo(new Evaluation(
                        3,
                        2.0 / 3,
                        List.of(0.5, 1.0, 0.0),
                        List.of(List.of(1, 0, 1), List.of(0, 1, 0), List.of(0, 0, 0))));
    }

    @Test
    void findsTheAccuracyThatAFileStates() {
        // Given
        ModelFile fixture = ModelFile.read(Path.of("../deploy/contract/fashion-mnist-seed.onnx"));

        // When
        Evaluation evaluation = Evaluation.run(fixture, RealData.test(), 2);

        // Then: a few images near the border may fall otherwise on another processor
        assertThat(evaluation.accuracy())
                .isCloseTo(Double.parseDouble(fixture.properties().get("odradek.accuracy")), within(0.0005));
    }
}
