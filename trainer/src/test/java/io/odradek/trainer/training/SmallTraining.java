package io.odradek.trainer.training;

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
        ProgressListener listener = new ProgressListener() {
            @Override
            public void onStep(Step step) {
                steps.add(step);
            }

            @Override
            public void onEpoch(EpochMetrics metrics) {}
        };
        LabelledImages train = RealData.train().head(images);
        return new Training(recipe, train, RealData.test().head(500), listener, at -> {}, stop)
                .run(net, Position.before(firstEpoch));
    }

    static Stream<Recipe> recipes() {
        return Recipe.all().stream();
    }

    static byte[] saved(Net net) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        net.save(bytes);
        return bytes.toByteArray();
    }
}
