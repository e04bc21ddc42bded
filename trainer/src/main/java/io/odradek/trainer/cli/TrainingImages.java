package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.FashionMnist.Split;
import io.odradek.trainer.data.LabelledImages;
import java.nio.file.Path;

/**
 * The images of a training.
 *
 * @param train to learn from
 * @param heldOut to measure on after each epoch: the last of the 60,000 training images, which come in no order of
 *     classes, or where the recipe keeps none, {@code test}
 * @param test to measure on at the end
 */
record TrainingImages(LabelledImages train, LabelledImages heldOut, LabelledImages test) {
    /**
     * Reads and divides the data set in {@code directory}.
     *
     * @param limit at most so many images to learn from
     */
    static TrainingImages read(Path directory, Recipe recipe, int limit) {
        LabelledImages all = FashionMnist.read(directory, Split.TRAIN);
        LabelledImages test = FashionMnist.read(directory, Split.TEST);
        int validation = recipe.validation();
        LabelledImages train = all.head(all.size() - validation).head(limit);
        return new TrainingImages(train, validation == 0 ? test : all.tail(validation), test);
    }

    /** @throws TrainerException when {@code recipe} cannot learn from these images in its batches */
    void requireFit(Recipe recipe) {
        if (recipe.net().batchNorm() && train.size() % recipe.batchSize() == 1) {
            throw new TrainerException("recipe " + recipe.name() + ": " + train.size() + " images in batches of "
                    + recipe.batchSize() + " leave a last one of a single image, which batch norm cannot normalise;"
                    + " give another --limit, --batch-size or --validation");
        }
    }
}
