package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.dataset.DataSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The images of a training.
 *
 * @param data whole
 * @param train to learn from
 * @param heldOut to measure on after each epoch: the last of the data set's training images, or where the recipe keeps
 *     none, the test images
 * @param remarks lines that its user should know, about classes that one of the parts lacks
 */
record TrainingImages(DataSet data, LabelledImages train, LabelledImages heldOut, List<String> remarks) {
    /** Copies the list. */
    TrainingImages {
        remarks = List.copyOf(remarks);
    }

    /**
     * Divides a data set.
     *
     * @param limit at most so many images to learn from
     * @throws TrainerException when the recipe keeps more images for validation than there are, or all of a class
     */
    static TrainingImages of(DataSet data, Recipe recipe, int limit) {
        LabelledImages all = data.train();
        int validation = recipe.validation();
        if (validation >= all.size()) {
            throw new TrainerException("--validation is " + validation + ", but there are " + all.size()
                    + " images to learn from; give a smaller number, as --validation " + all.size() / 10);
        }
        LabelledImages left = all.head(all.size() - validation);
        List<String> gone = missing(data.classes(), left);
        if (!gone.isEmpty()) {
            throw new TrainerException("class '" + gone.get(0) + "' has no image left to learn from: --validation "
                    + validation + " keeps the last of " + all.size()
                    + " images; give a smaller number, and shuffle images that stand class by class");
        }
        LabelledImages train = left.head(limit);
        LabelledImages heldOut = validation == 0 ? data.test() : all.tail(validation);
        List<String> remarks = new ArrayList<>();
        // Not refused: a limit is for a quick look, and on some classes much can be measured.
        remark(remarks, missing(data.classes(), train), "the first " + train.size() + ", which --limit takes");
        if (validation > 0) {
            remark(remarks, missing(data.classes(), heldOut), "the last " + validation + ", which --validation keeps");
        }
        return new TrainingImages(data, train, heldOut, remarks);
    }

    private static void remark(List<String> remarks, List<String> missing, String where) {
        if (!missing.isEmpty()) {
            String who = missing.size() == 1
                    ? "class '" + missing.get(0) + "' has"
                    : missing.size() + " classes, such as '" + missing.get(0) + "', have";
            remarks.add(who + " no image among " + where);
        }
    }

    /** The classes of which there is no image. */
    private static List<String> missing(List<String> classes, LabelledImages images) {
        boolean[] seen = new boolean[classes.size()];
        for (int i = 0; i < images.size(); i++) {
            seen[images.label(i)] = true;
        }
        return IntStream.range(0, seen.length)
                .filter(label -> !seen[label])
                .mapToObj(classes::get)
                .toList();
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
