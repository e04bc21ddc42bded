package io.odradek.trainer.training;

import static io.odradek.trainer.training.SmallTraining.net;
import static io.odradek.trainer.training.SmallTraining.run;
import static io.odradek.trainer.training.SmallTraining.saved;
import static io.odradek.trainer.training.SmallTraining.train;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.config.ComputeDevice;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainings that stop and go on. */
class ResumptionTest {
    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    @ParameterizedTest
    @MethodSource("io.odradek.trainer.training.SmallTraining#recipes")
    void aStoppedTrainingGoesOnFromItsCheckpointToTheSameBits(Recipe recipe, @TempDir Path dir) throws IOException {
        Path file = dir.resolve(Checkpoint.FILE_NAME);
        Plan plan = new Plan(
                new ModelId("fashion-mnist", "v1"),
                recipe.withEpochs(3),
                7,
                600,
                1,
                ComputeDevice.CPU,
                true,
                List.of());
        Spent spent = new Spent(1.5, 2.5);
        try (Net whole = Net.create(recipe, FashionMnist.INPUT, 10, 7);
                Net stopped = Net.create(recipe, FashionMnist.INPUT, 10, 7);
                Net resumed = Net.create(recipe, FashionMnist.INPUT, 10, 99)) {
            Outcome.Trained expected = train(whole, plan.recipe(), 1, 600);

            // Given: one that was stopped in the middle of epoch 2
            List<ProgressListener.Step> steps = new ArrayList<>();
            Sgd before = new Sgd(recipe.descent());
            Outcome outcome =
                    run(stopped, before, plan.recipe(), 1, 600, steps, () -> steps.size() == recipe.steps(600) + 2);
            Checkpoint.of(plan, "9f2c", ((Outcome.Stopped) outcome).at(), spent).write(stopped, before, file);

            // When
            Checkpoint checkpoint = Checkpoint.read(file);
            Sgd sgd = new Sgd(recipe.descent());
            Checkpoint.restore(resumed, sgd, file);
            Outcome.Trained trained = (Outcome.Trained) new Training(
                            checkpoint.plan().recipe(),
                            RealData.train().head(600),
                            RealData.test().head(500),
                            7,
                            ProgressListener.NONE,
                            at -> {},
                            () -> false)
                    .run(resumed, sgd, checkpoint.position());

            // Then
            assertThat(checkpoint.plan()).isEqualTo(plan);
            assertThat(checkpoint.spent()).isEqualTo(spent);
            assertThat(checkpoint.position().epoch()).isEqualTo(2);
            assertThat(checkpoint.position().images()).isEqualTo(2 * recipe.batchSize());
            assertThat(saved(resumed)).isEqualTo(saved(whole));
            assertThat(trained.epochs())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds", "imagesPerSecond")
                    .isEqualTo(expected.epochs());
        }
    }

    @Test
    void keepsACheckpointAfterTheLastStepOfEachEpoch() {
        // Given
        List<Position> kept = new ArrayList<>();
        Recipe recipe = Recipe.SEED.withEpochs(2);
        Training training = new Training(
                recipe,
                RealData.train().head(300),
                RealData.test().head(500),
                7,
                ProgressListener.NONE,
                kept::add,
                () -> false);
        try (Net net = net(7)) {
            // When
            training.run(net, new Sgd(recipe.descent()), Position.before(4));
        }

        // Then: what was measured before is in it, so that only the measuring of its own epoch is done again
        assertThat(kept).extracting(Position::epoch).containsExactly(4, 5);
        assertThat(kept).extracting(Position::images).containsOnly(300);
        assertThat(kept).extracting(p -> p.epochs().size()).containsExactly(0, 1);
    }

    @Test
    void stopsBeforeTheNextStep() {
        // Given
        List<ProgressListener.Step> steps = new ArrayList<>();
        try (Net net = net(7)) {
            // When
            Outcome outcome = run(net, Recipe.SEED, 1, 1000, steps, () -> steps.size() == 3);

            // Then
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Stopped.class,
                            stopped -> assertThat(stopped.at().images()).isEqualTo(300));
            assertThat(steps).hasSize(3);
        }
    }
}
