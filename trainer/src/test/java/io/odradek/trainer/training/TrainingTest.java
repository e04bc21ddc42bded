package io.odradek.trainer.training;

import static io.odradek.trainer.training.SmallTraining.net;
import static io.odradek.trainer.training.SmallTraining.plain;
import static io.odradek.trainer.training.SmallTraining.run;
import static io.odradek.trainer.training.SmallTraining.saved;
import static io.odradek.trainer.training.SmallTraining.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.odradek.trainer.config.Augmentation;
import io.odradek.trainer.config.Descent;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingTest {
    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    @ParameterizedTest
    @MethodSource("io.odradek.trainer.training.SmallTraining#recipes")
    void sameSeedGivesBitEqualWeights(Recipe recipe) throws IOException {
        try (Net first = Net.create(recipe, FashionMnist.INPUT, 10, 7);
                Net second = Net.create(recipe, FashionMnist.INPUT, 10, 7)) {
            // When
            train(first, recipe.withEpochs(1), 1, 1000);
            train(second, recipe.withEpochs(1), 1, 1000);

            // Then
            assertThat(saved(first)).isEqualTo(saved(second));
        }
    }

    @Test
    void measuresOnValidationImagesWhereTheRecipeKeepsSome() {
        try (Net seed = net(7);
                Net other = Net.create(Recipe.SEED_BN, FashionMnist.INPUT, 10, 7)) {
            // When
            EpochMetrics onTest =
                    train(seed, Recipe.SEED.withEpochs(1), 1, 200).epochs().get(0);
            EpochMetrics onValidation =
                    train(other, Recipe.SEED_BN.withEpochs(1), 1, 200).epochs().get(0);

            // Then
            assertThat(onTest.heldOut()).isEqualTo(HeldOut.TEST);
            assertThat(onTest.testAccuracy()).isEqualTo(onTest.accuracy());
            assertThat(onTest.validationAccuracy()).isNull();
            assertThat(onValidation.heldOut()).isEqualTo(HeldOut.VALIDATION);
            assertThat(onValidation.validationLoss()).isEqualTo(onValidation.loss());
            assertThat(onValidation.testLoss()).isNull();
        }
    }

    @Test
    void normalisationLearnsItsRunningStatistics() {
        try (Net net = Net.create(Recipe.SEED_BN, FashionMnist.INPUT, 10, 7)) {
            // When
            train(net, Recipe.SEED_BN.withEpochs(1), 1, 200);

            // Then: two convolutions and the hidden layer, each with means that are no longer 0
            List<float[]> means = net.block().getParameters().stream()
                    .filter(p -> p.getKey().endsWith("runningMean"))
                    .map(p -> p.getValue().getArray().toFloatArray())
                    .toList();
            assertThat(means).hasSize(3).allSatisfy(mean -> assertThat(mean).isNotEqualTo(new float[mean.length]));
        }
    }

    @Test
    void otherSeedGivesOtherWeights() {
        try (Net first = net(7);
                Net second = net(8)) {
            assertThat(weights(first)).isNotEqualTo(weights(second));
        }
    }

    @Test
    void oneEpochAndOneMoreEqualTwoEpochs() {
        try (Net once = net(7);
                Net twice = net(7)) {
            // When
            Outcome.Trained two = train(once, Recipe.SEED.withEpochs(2), 1, 1000);
            train(twice, Recipe.SEED.withEpochs(1), 1, 1000);
            Outcome.Trained second = train(twice, Recipe.SEED.withEpochs(1), 2, 1000);

            // Then
            assertThat(weights(twice)).isEqualTo(weights(once));
            assertThat(second.epochs()).singleElement().satisfies(e -> {
                assertThat(e.epoch()).isEqualTo(2);
                assertThat(e.testLoss()).isEqualTo(two.epochs().get(1).testLoss());
            });
        }
    }

    @Test
    void aStepSubtractsLearningRateTimesGradient() {
        // Given: one step on one batch, and the loss before and after it
        LabelledImages batch = RealData.train().head(100);
        Recipe tiny = plain(List.of(4), 1, 100, 1e-3f);
        try (Net net = Net.create(tiny, FashionMnist.INPUT, 10, 1)) {
            float[] before = weights(net);
            double lossBefore = net.logits(batch).crossEntropy(batch);

            // When
            Outcome.Trained trained = train(net, tiny, 1, 100);
            float[] after = weights(net);

            // Then: to first order, the loss falls by the squared length of the step over the learning rate
            double squared = 0;
            for (int i = 0; i < before.length; i++) {
                squared += Math.pow((double) after[i] - before[i], 2);
            }
            double fall = lossBefore - net.logits(batch).crossEntropy(batch);
            assertThat(trained.epochs().get(0).trainLoss()).isCloseTo(lossBefore, within(1e-5));
            assertThat(fall).isCloseTo(squared / 1e-3, within(0.05 * fall));
        }
    }

    @Test
    void smoothedLabelsGiveEachClassAShare() {
        // Given
        float smoothing = 0.2f;
        Recipe smooth = with(new Descent(100, 1e-6f, 0, 0, Descent.CONSTANT, smoothing));
        LabelledImages batch = RealData.train().head(100);
        try (Net net = net(7)) {
            Scores logits = net.logits(batch);

            // When
            double loss = train(net, smooth, 1, 100).epochs().get(0).trainLoss();

            // Then: the true class has 0.8 and a tenth of 0.2, each other one a tenth of 0.2
            double expected = 0;
            for (int i = 0; i < 100; i++) {
                for (int c = 0; c < 10; c++) {
                    double share = (c == batch.label(i) ? 1 - smoothing : 0) + smoothing / 10;
                    expected -= share * logProbability(logits, i, c) / 100;
                }
            }
            assertThat(loss).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void theLearningRateFollowsTheCycle() {
        // Given: ten steps, of which the third has the greatest rate and the last a tenth of what is left
        Recipe cycle = with(new Descent(100, 0.01f, 0, 0, 0.2f, 0));
        List<Double> moves = new ArrayList<>();
        try (Net net = net(7)) {
            float[][] before = {weights(net)};
            ProgressListener listener = new ProgressListener() {
                @Override
                public void onStep(Step step) {
                    float[] after = weights(net);
                    moves.add(distance(before[0], after));
                    before[0] = after;
                }

                @Override
                public void onEpoch(EpochMetrics metrics) {}
            };

            // When
            new Training(
                            cycle,
                            RealData.train().head(1000),
                            RealData.test().head(100),
                            7,
                            listener,
                            at -> {},
                            () -> false)
                    .run(net, new Sgd(cycle.descent()), Position.before(1));
        }

        // Then: rates of 0.1, 0.55, 1, 0.875 ... 0.125; gradients differ from batch to batch, but not tenfold
        assertThat(moves).hasSize(10);
        assertThat(moves.get(0)).isLessThan(moves.get(2) / 3);
        assertThat(moves.get(9)).isLessThan(moves.get(2) / 3);
    }

    @Test
    void aLastPartThatFillsNoBatchCounts() {
        // Given
        List<ProgressListener.Step> steps = new ArrayList<>();
        try (Net net = net(7)) {
            // When
            run(net, Recipe.SEED.withEpochs(1), 1, 250, steps, () -> false);
        }

        // Then
        assertThat(steps).hasSize(3).allSatisfy(s -> assertThat(s.steps()).isEqualTo(3));
    }

    @Test
    void aLossThatIsNoNumberEndsTheTraining() {
        try (Net net = net(7)) {
            Recipe wild = plain(List.of(16, 32), 3, 100, 10f);
            firstWeights(net).muli(1e30f);

            Outcome outcome = run(net, wild, 1, 1000, new ArrayList<>(), () -> false);

            assertThat(outcome).isInstanceOfSatisfying(Outcome.Diverged.class, diverged -> {
                assertThat(diverged.epoch()).isEqualTo(1);
                assertThat(diverged.step()).isBetween(1, 3);
                assertThat(diverged.loss())
                        .satisfies(loss -> assertThat(Double.isFinite(loss)).isFalse());
            });
        }
    }

    @Test
    void aLastStepThatBreaksTheWeightsEndsTheTraining() {
        // Given: a loss that is huge but a number, and a step so large that the next one would not be
        Recipe wild = plain(List.of(16, 32), 1, 100, 10f);
        try (Net net = net(7)) {
            firstWeights(net).muli(1e20f);

            // When
            Outcome outcome = run(net, wild, 1, 100, new ArrayList<>(), () -> false);

            // Then
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Diverged.class, diverged -> {
                assertThat(diverged.step()).isEqualTo(1);
                assertThat(diverged.loss()).isNaN();
            });
        }
    }

    @Test
    void anEpochThatDoesNoBetterThanGuessingEndsTheTraining() {
        // Given: weights that cost more than guessing, and steps enough, but too small to learn from
        Recipe numb = plain(List.of(4), 3, 5, 1e-9f);
        try (Net net = Net.create(numb, FashionMnist.INPUT, 10, 7)) {
            firstWeights(net).muli(20);

            // When
            Outcome outcome = run(net, numb, 1, 500, new ArrayList<>(), () -> false);

            // Then
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Diverged.class, diverged -> {
                assertThat(diverged.epoch()).isEqualTo(1);
                assertThat(diverged.step()).isEqualTo(100);
                assertThat(diverged.loss()).isGreaterThanOrEqualTo(Math.log(10)).isFinite();
            });
        }
    }

    @Test
    void fewStepsAreNotJudged() {
        // Given
        Recipe numb = plain(List.of(4), 1, 5, 1e-9f);
        try (Net net = Net.create(numb, FashionMnist.INPUT, 10, 7)) {
            // When
            Outcome outcome = run(net, numb, 1, 495, new ArrayList<>(), () -> false);

            // Then
            assertThat(outcome).isInstanceOf(Outcome.Trained.class);
        }
    }

    private static Recipe with(Descent descent) {
        return new Recipe("with", Recipe.SEED.net(), descent, Augmentation.NONE, 1, 0);
    }

    private static double logProbability(Scores logits, int i, int c) {
        double sum = 0;
        for (int other = 0; other < 10; other++) {
            sum += Math.exp(logits.at(i, other));
        }
        return logits.at(i, c) - Math.log(sum);
    }

    private static double distance(float[] a, float[] b) {
        double squared = 0;
        for (int i = 0; i < a.length; i++) {
            squared += Math.pow((double) a[i] - b[i], 2);
        }
        return Math.sqrt(squared);
    }

    private static NDArray firstWeights(Net net) {
        return net.block()
                .getChildren()
                .get(0)
                .getValue()
                .getDirectParameters()
                .get("weight")
                .getArray();
    }

    private static float[] weights(Net net) {
        List<float[]> arrays = new ArrayList<>();
        int size = 0;
        for (Parameter parameter : net.block().getParameters().values()) {
            NDArray array = parameter.getArray();
            arrays.add(array.toFloatArray());
            size += (int) array.size();
        }
        float[] all = new float[size];
        int at = 0;
        for (float[] array : arrays) {
            System.arraycopy(array, 0, all, at, array.length);
            at += array.length;
        }
        return all;
    }
}
