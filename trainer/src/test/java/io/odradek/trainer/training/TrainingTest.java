package io.odradek.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.testing.RealData;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TrainingTest {
    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    @Test
    void sameSeedGivesBitEqualWeights() {
        try (Net first = net(7);
                Net second = net(7)) {
            // When
            train(first, Recipe.SEED.withEpochs(1), 1, 1000);
            train(second, Recipe.SEED.withEpochs(1), 1, 1000);

            // Then
            assertThat(weights(first)).isEqualTo(weights(second));
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
        Recipe tiny = new Recipe("tiny", List.of(4), 5, 2, 2, 1, 100, 1e-3f);
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
            Recipe wild = new Recipe("wild", List.of(16, 32), 5, 2, 2, 3, 100, 10f);
            net.block()
                    .getChildren()
                    .get(0)
                    .getValue()
                    .getDirectParameters()
                    .get("weight")
                    .getArray()
                    .muli(1e30f);

            Outcome outcome = run(net, wild, 1, 1000, new ArrayList<>(), () -> false);

            assertThat(outcome).isInstanceOfSatisfying(Outcome.Diverged.class, diverged -> {
                assertThat(diverged.epoch()).isEqualTo(1);
                assertThat(diverged.step()).isBetween(1, 3);
                assertThat(diverged.loss())
                        .satisfies(loss -> assertThat(Float.isFinite(loss)).isFalse());
            });
        }
    }

    @Test
    void stopsBeforeTheNextStep() {
        // Given
        List<ProgressListener.Step> steps = new ArrayList<>();
        try (Net net = net(7)) {
            // When
            Outcome outcome = run(net, Recipe.SEED, 1, 1000, steps, () -> steps.size() == 3);

            // Then
            assertThat(outcome).isInstanceOf(Outcome.Stopped.class);
            assertThat(steps).hasSize(3);
        }
    }

    private static Net net(long seed) {
        return Net.create(Recipe.SEED, FashionMnist.INPUT, 10, seed);
    }

    private static Outcome.Trained train(Net net, Recipe recipe, int firstEpoch, int images) {
        return (Outcome.Trained) run(net, recipe, firstEpoch, images, new ArrayList<>(), () -> false);
    }

    private static Outcome run(
            Net net,
            Recipe recipe,
            int firstEpoch,
            int images,
            List<ProgressListener.Step> steps,
            BooleanSupplier stop) {
        ProgressListener listener = new ProgressListener() {
            @Override
            public void onStep(Step step) {
                steps.add(step);
            }

            @Override
            public void onEpoch(EpochMetrics metrics) {}
        };
        LabelledImages train = RealData.train().head(images);
        return new Training(recipe, firstEpoch, train, RealData.test().head(500), listener, stop).run(net);
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
