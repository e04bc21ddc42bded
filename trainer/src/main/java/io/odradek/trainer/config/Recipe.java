package io.odradek.trainer.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides what a net looks like and how it learns, except data and random seed. Immutable.
 *
 * @param name how the command line calls it
 * @param net what the net looks like
 * @param descent how it learns
 * @param augmentation how the training images vary from epoch to epoch
 * @param epochs passes over the training images where nothing else is asked for, 1 to 1000
 * @param validation images held out of the training images to choose on, 0 to 30,000; 0 measures each epoch on the test
 *     images
 */
public record Recipe(
        String name, Architecture net, Descent descent, Augmentation augmentation, int epochs, int validation) {
    /** The article's net and procedure. Measured on 2 CPU cores, five seeds: 0.8912 to 0.8970 test accuracy. */
    public static final Recipe SEED = new Recipe(
            "seed",
            new Architecture(
                    List.of(
                            // Filters: few enough for minutes on a CPU. Kernel 5: the article's. Padding 2 keeps 28x28,
                            // so that the two pools of 2 halve evenly to 7x7.
                            new Convolution(16, 5, 1, 2, 2), new Convolution(32, 5, 1, 2, 2)),
                    false, // batch norm: the article suggests it as the next step
                    0), // hidden, outputs: the article's net goes from the flattened maps to the classes at once
            new Descent(
                    100, // batch size, images: divides 60,000 evenly
                    0.1f, // learning rate: plain SGD bears it on this shallow net, near its best after 6 epochs
                    0, // momentum: the article's descent is plain
                    0, // weight decay: none in the article
                    Descent.CONSTANT, // warm-up: none in the article
                    0), // label smoothing: none in the article
            Augmentation.NONE, // the article takes the images as stored, in their order
            6, // epochs: where the article stops
            0); // validation, images: the article has none and looks at the test images after each epoch

    /** What the article suggests at its end: smaller kernels, and normalisation after each layer but the last. */
    public static final Recipe SEED_BN = new Recipe(
            "seed-bn",
            new Architecture(
                    List.of(
                            // Filters and pools: as seed, so that a comparison is about kernels and normalisation.
                            // Kernel 3: the convolutions cost about a third of seed's. Padding 1 keeps 28x28.
                            new Convolution(16, 3, 1, 1, 2), new Convolution(32, 3, 1, 1, 2)),
                    true, // batch norm: after each convolution and the hidden layer, before ReLU
                    // Hidden, outputs: normalisation in the fully connected part needs a layer to normalise. The
                    // flattened maps are no place for it: corners that are black in nearly all images have a variance
                    // near 0, and what shines there once is blown up. 16 gives 30,202 parameters to seed's 28,938:
                    // hardly a larger net.
                    16),
            SEED.descent, // as seed; batches of 100 divide 55,000 evenly
            Augmentation.NONE, // as seed
            6, // epochs: as seed
            5_000); // validation, images: a standard error of 0.004 at an accuracy of 0.9

    /** Refuses values out of range, naming the command line's option. */
    public Recipe {
        Range.require(!name.isBlank(), "--recipe", name, "a word");
        Range.require("--epochs", epochs, 1, 1000);
        int least = net.batchNorm() ? 2 : 1;
        Range.require("--batch-size", descent.batchSize(), least, 4096);
        Range.require("--validation", validation, 0, 30_000);
    }

    /** All recipes that the command line offers. */
    public static List<Recipe> all() {
        return List.of(SEED, SEED_BN);
    }

    /**
     * One of {@link #all}.
     *
     * @throws IllegalArgumentException when there is none of that name; it lists those that there are
     */
    public static Recipe named(String name) {
        return all().stream()
                .filter(recipe -> recipe.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no recipe '" + name + "', expected one of "
                        + all().stream().map(Recipe::name).toList()));
    }

    /**
     * Refuses images of which the net leaves nothing.
     *
     * @param side of the square images in pixels
     */
    public void requireFits(int side) {
        net.requireFits(side);
    }

    /** Images per step. */
    public int batchSize() {
        return descent.batchSize();
    }

    /** Steps of one epoch over {@code images} images; a last part that fills no batch is a step. */
    public int steps(int images) {
        return (images + batchSize() - 1) / batchSize();
    }

    /** This recipe with another number of epochs. */
    public Recipe withEpochs(int count) {
        return new Recipe(name, net, descent, augmentation, count, validation);
    }

    /** This recipe as long as {@code other} and measured on the same images, to compare the two. */
    public Recipe comparableWith(Recipe other) {
        return new Recipe(name, net, descent, augmentation, other.epochs, other.validation);
    }

    /** What {@code odradek.recipe} and metrics.json say: every component, and what all recipes have in common. */
    public Map<String, Object> describe() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        net.describe(facts);
        descent.describe(facts);
        augmentation.describe(facts);
        facts.put("epochs", epochs);
        facts.put("validation", validation);
        return facts;
    }
}
