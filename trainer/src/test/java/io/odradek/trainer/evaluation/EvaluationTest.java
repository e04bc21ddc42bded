package io.odradek.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.odradek.trainer.data.Scores;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.testing.RealData;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final List<String> LABELS = List.of("a", "b", "c", "d");

    /** Truths a, a, a, b, b, c; taken for a, a, b, a, b, b. Nothing is of d or taken for it, nothing taken for c. */
    private static final int[] TRUTH = {0, 0, 0, 1, 1, 2};

    private static final Scores SCORES = new Scores(
            new float[] {
                0.75f, 0.25f, 0, 0, //
                0.5f, 0.25f, 0.25f, 0, //
                0.25f, 0.75f, 0, 0, //
                1, 0, 0, 0, //
                0.25f, 0.5f, 0.25f, 0, //
                0.125f, 0.75f, 0.125f, 0 //
            },
            4);

    private final Evaluation evaluation = Evaluation.of(SCORES, TRUTH, LABELS);

    @Test
    void countsWhatIsTakenForWhat() {
        assertThat(evaluation.images()).isEqualTo(6);
        assertThat(evaluation.accuracy()).isEqualTo(0.5);
        assertThat(evaluation.confusion())
                .containsExactly(List.of(2, 1, 0, 0), List.of(1, 1, 0, 0), List.of(0, 1, 0, 0), List.of(0, 0, 0, 0));
    }

    @Test
    void measuresEachClassAndLeavesOpenWhatIsAShareOfNothing() {
        assertThat(evaluation.perClass())
                .containsExactly(
                        new ClassFigures("a", 3, 3, 2.0 / 3, 2.0 / 3, 2.0 / 3),
                        new ClassFigures("b", 2, 3, 1.0 / 3, 0.5, 0.4),
                        new ClassFigures("c", 1, 0, null, 0.0, 0.0),
                        new ClassFigures("d", 0, 0, null, null, null));
    }

    @Test
    void aClassWithoutImagesThatIsPredictedHasPrecisionZeroAndNoRecall() {
        // Given: the only image is of a and taken for b
        Scores scores = new Scores(new float[] {0, 1}, 2);

        // When
        Evaluation found = Evaluation.of(scores, new int[] {0}, List.of("a", "b"));

        // Then: b does not count in the means, and no class that counts has a precision
        assertThat(found.perClass())
                .containsExactly(
                        new ClassFigures("a", 1, 0, null, 0.0, 0.0), new ClassFigures("b", 0, 1, 0.0, null, 0.0));
        assertThat(found.macro()).isEqualTo(new MacroAverages(1, 0, null, 0, 0));
    }

    @Test
    void averagesOverTheClassesThatHaveImages() {
        MacroAverages macro = evaluation.macro();
        assertThat(macro.classes()).isEqualTo(3);
        assertThat(macro.predictedClasses()).isEqualTo(2);
        assertThat(macro.precision()).isCloseTo((2.0 / 3 + 1.0 / 3) / 2, within(1e-12));
        assertThat(macro.recall()).isCloseTo((2.0 / 3 + 0.5 + 0) / 3, within(1e-12));
        assertThat(macro.f1()).isCloseTo((2.0 / 3 + 0.4 + 0) / 3, within(1e-12));
    }

    @Test
    void findsTheTrueClassAmongTheHighest() {
        // The last row has a and c at 0.125: equal ones rank in output order, so c is third
        assertThat(evaluation.ranks()).containsExactly(3, 2, 1, 0);
        assertThat(evaluation.topAccuracy(1)).isEqualTo(evaluation.accuracy());
        assertThat(evaluation.topAccuracy(2)).isEqualTo(5.0 / 6);
        assertThat(evaluation.topAccuracy(4)).isEqualTo(1);
    }

    @Test
    void equalProbabilitiesGiveTheFirstClass() {
        // Given
        Scores equal = new Scores(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, 2);

        // When
        Evaluation found = Evaluation.of(equal, new int[] {0, 1}, List.of("a", "b"));

        // Then
        assertThat(found.confusion()).containsExactly(List.of(1, 0), List.of(1, 0));
        assertThat(found.ranks()).containsExactly(1, 1);
    }

    @Test
    void listsConfusionsByNumberThenInOutputOrder() {
        assertThat(evaluation.worstConfusions())
                .containsExactly(
                        new Confusion("a", "b", 1, 1.0 / 3),
                        new Confusion("b", "a", 1, 0.5),
                        new Confusion("c", "b", 1, 1));

        // Given: one image of a taken for b, two of b taken for a
        Scores scores = new Scores(new float[] {0, 1, 1, 0, 1, 0}, 2);

        // When, Then
        assertThat(Evaluation.of(scores, new int[] {0, 1, 1}, List.of("a", "b")).worstConfusions())
                .containsExactly(new Confusion("b", "a", 2, 1), new Confusion("a", "b", 1, 1));
    }

    @Test
    void listsMistakesByConfidenceThenByPlace() {
        assertThat(evaluation.confidentMistakes())
                .containsExactly(
                        new Mistake(3, "b", "a", 1), new Mistake(2, "a", "b", 0.75), new Mistake(5, "c", "b", 0.75));
    }

    @Test
    void listsNoMoreThanTenConfusionsAndAHundredMistakes() {
        // Given: 4 classes, 30 images of each, each taken for the next but one of its own number
        Scores scores = new Scores(new float[120 * 4], 4);
        int[] truth = new int[120];
        for (int i = 0; i < 120; i++) {
            truth[i] = i % 4;
            scores.values()[i * 4 + (truth[i] + 1 + i / 4 % 3) % 4] = 1;
        }

        // When
        Evaluation found = Evaluation.of(scores, truth, LABELS);

        // Then: twelve pairs and 120 mistakes there are
        assertThat(found.accuracy()).isZero();
        assertThat(found.worstConfusions()).hasSize(10);
        assertThat(found.confidentMistakes()).hasSize(100);
    }

    @Test
    void refusesNumbersThatDoNotAgree() {
        assertThatThrownBy(() -> Evaluation.of(SCORES, new int[5], LABELS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("5 images with 4 classes, but 6 rows of 4 probabilities");
        assertThatThrownBy(() -> Evaluation.of(SCORES, TRUTH, List.of("a", "b", "c")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Evaluation.of(new Scores(new float[0], 4), new int[0], LABELS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findsTheAccuracyThatAFileStates() {
        // Given
        ModelFile fixture = ModelFile.read(Path.of("../deploy/contract/fashion-mnist-seed.onnx"));

        // When
        Evaluation found = Evaluation.run(fixture, RealData.test(), 2);

        // Then: a few images near the border may fall otherwise on another processor
        assertThat(found.accuracy())
                .isCloseTo(Double.parseDouble(fixture.properties().get("odradek.accuracy")), within(0.0005));
        assertThat(found.perClass()).extracting(ClassFigures::support).isEqualTo(Collections.nCopies(10, 1000));
        // All classes have 1,000 images: then the mean recall is the accuracy.
        assertThat(found.macro().recall()).isCloseTo(found.accuracy(), within(1e-12));
        assertThat(found.calibration().error()).isBetween(0.001, 0.05);
        assertThat(found.accuracyInterval().low()).isLessThan(found.accuracy());
        assertThat(found.accuracyInterval().high()).isGreaterThan(found.accuracy());
    }
}
