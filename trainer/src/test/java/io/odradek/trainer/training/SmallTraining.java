package io.odradek.trainer.training;

import io.odradek.trainer.config.Architecture;
import io.odradek.trainer.config.Augmentation;
import io.odradek.trainer.config.Convolution;
import io.odradek.trainer.config.Descent;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.testing.RealData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Trainings on a few real images, measured on 500. */
final class SmallTraining {
    private static final Recipe EVERYTHING = new Recipe(
            "everything",
            new Architecture(List.of(new Convolution(4, 4, 2, 1, 1), new Convolution(6, 3, 1, 1, 2)), true, 8),
            new Descent(50, 0.1f, 0.9f, 1e-3f, 0.3f, 0.1f),
            new Augmentation(true, true, 2, 6),
            6,
            5_000);

    private SmallTraining() {}

    static Net net(long seed) {
        return Net.create(Recipe.SEED, FashionMnist.INPUT, 10, seed);
    }

    static Outcome.Trained train(Net net, Recipe recipe, int firstEpoch, int images) {
        return (Outcome.Trained) run(net, recipe, firstEpoch, images, new ArrayList<>(), () -> false);
    }

    static Outcome run(
            Net net,
            Recipe recipe,
            int firstEpoch,
            int images,
            List<ProgressListener.Step> steps,
            BooleanSupplier stop) {
        return run(net, new Sgd(recipe.descent()), recipe, firstEpoch, images, steps, stop);
    }

    static Outcome run(
            Net net,
            Sgd sgd,
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
        return new Training(recipe, train, RealData.test().head(500), 7, listener, at -> {}, stop)
                .run(net, sgd, Position.before(firstEpoch));
    }

    /** {@link Recipe#SEED} with other filters and descent. */
    static Recipe plain(List<Integer> filters, int epochs, int batchSize, float learningRate) {
        List<Convolution> convolutions =
                filters.stream().map(f -> new Convolution(f, 5, 1, 2, 2)).toList();
        Descent descent = new Descent(batchSize, learningRate, 0, 0, Descent.CONSTANT, 0);
        return new Recipe("plain", new Architecture(convolutions, false, 0), descent, Augmentation.NONE, epochs, 0);
    }

    /** All recipes, and one that has of everything. */
    static Stream<Recipe> recipes() {
        return Stream.concat(Recipe.all().stream(), Stream.of(EVERYTHING));
    }

    static byte[] saved(Net net) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        net.save(bytes);
        return bytes.toByteArray();
    }
}
