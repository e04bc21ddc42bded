package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.dataset.DataSet;

/**
 * The images of a training.
 *
 * @param data whole
 * @param train to learn from
 * @param heldOut to measure on after each epoch: the last of the data set's training images, or where the recipe keeps
 *     none, the test images
 */
record TrainingImages(DataSet data, LabelledImages train, LabelledImages heldOut) {
    /**
     * Divides a data set.
     *
     * @param limit at most so many images to learn from
     * @throws TrainerException when the recipe keeps more images for validation than there are
     */
    static TrainingImages of(DataSet data, Recipe recipe, int limit) {
        LabelledImages all = data.train();
        int validation = recipe.validation();
        if (validation >= all.size()) {
            throw new TrainerException("--validation is " + validation + ", but there are " + all.size()
                    + " images to learn from; give a smaller number, as --validation " + all.size() / 10);
        }
        LabelledImages train = all.head(all.size() - validation).head(limit);
        return new TrainingImages(data, train, validation == 0 ? data.test() : all.tail(validation));
    }

    /** To measure on at the end. */
    LabelledImages test() {
        return data.test();
    }

    /**
     * Refuses what {@code recipe} cannot learn from.
     *
     * @throws IllegalArgumentException when its net leaves nothing of the images
     * @throws TrainerException when its batches and the number of images do not fit together
     */
    void requireFit(Recipe recipe) {
        recipe.requireFits(Math.min(data.input().height(), data.input().width()));
        if (recipe.batchSize() > train.size()) {
            throw new TrainerException("--batch-size is " + recipe.batchSize() + " in recipe " + recipe.name()
                    + ", but there are " + train.size() + " images to learn from; give at most that many");
        }
        if (recipe.net().batchNorm() && train.size() % recipe.batchSize() == 1) {
            throw new TrainerException("recipe " + recipe.name() + ": " + train.size() + " images in batches of "
                    + recipe.batchSize() + " leave a last one of a single image, which batch norm cannot normalise;"
                    + " give another --limit, --batch-size or --validation");
        }
    }
}
