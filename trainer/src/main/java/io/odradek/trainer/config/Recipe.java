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
    /** The article's net and procedure. Measured on 2 CPU cores, five seeds: 0.8911 to 0.8975 test accuracy. */
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

    /**
     * The best found for about a fifth more than {@link #SEED}'s time an image: four narrow convolutions in place of two wide
     * ones, and a training that shows each image in 18 variants. Measured on 2 CPU cores, three seeds: 0.9309 to 0.9345 test
     * accuracy, 1.18 times seed's time in ONNX Runtime.
     */
    public static final Recipe ACCURATE = new Recipe(
            "accurate",
            new Architecture(
                    List.of(
                            // Kernel 3, padding 1: ONNX Runtime is about twice as fast in them, flop for flop, as in
                            // kernels of 5. Filters: 16 at 28x28, 32 at 14x14, then 64 and 64 at 7x7, where a pixel is
                            // cheap; another 64, or 32 more anywhere, would be dearer still.
                            new Convolution(16, 3, 1, 1, 2),
                            new Convolution(32, 3, 1, 1, 2),
                            new Convolution(64, 3, 1, 1, 1),
                            new Convolution(64, 3, 1, 1, 1)),
                    true, // batch norm: without it four layers learn far slower; it costs nothing in the file
                    0), // hidden, outputs: 7x7x64 maps go to the classes at once
            new Descent(
                    128, // batch size, images: large enough for steady statistics, small enough for many steps
                    0.3f, // learning rate, greatest: momentum makes it ten times as much
                    0.9f, // momentum: the usual
                    5e-4f, // weight decay: keeps 90,000 weights from learning images by heart
                    0.2f, // warm-up, share of the training
                    0), // label smoothing: 0.1 gained nothing in one run of 30 epochs each
            new Augmentation(
                    true, // shuffle: batches are samples
                    true, // flip: clothes are as likely the other way round
                    1, // shift, pixels: 2 was no better in one run of 30 epochs each
                    0), // erase, pixels: not needed
            45, // epochs: what fits into half of 30 minutes
            5_000); // validation, images: as seed-bn

    /**
     * As short as a training can be that gives 0.900 of the test images their right names. Measured on 2 CPU cores, five
     * seeds: 0.9008 to 0.9051 test accuracy.
     */
    public static final Recipe FAST = new Recipe(
            "fast",
            new Architecture(
                    List.of(
                            // Strides of 2 in place of pools: a quarter of the work. Filters: with more of them the
                            // net learns more, but this is enough.
                            new Convolution(16, 5, 2, 2, 1), new Convolution(32, 3, 2, 1, 1)),
                    true, // batch norm: bears the high learning rate
                    64), // hidden, outputs: cheap, and worth a point over going to the classes at once
            new Descent(
                    128, // batch size, images: smaller ones learn more from an image but take more steps
                    0.25f, // learning rate, greatest: 0.1 learns less in so few steps
                    0.9f, // momentum: the usual
                    5e-4f, // weight decay: the usual
                    0.2f, // warm-up, share of the training
                    0), // label smoothing: none, there is nothing to overfit in two epochs
            new Augmentation(
                    true, // shuffle: batches are samples
                    false, // flip: varied images are harder, and two epochs are too few to learn them
                    0, // shift, pixels: as flip
                    0), // erase, pixels: as flip
            2, // epochs: one is not enough
            5_000); // validation, images: as seed-bn

    /** Refuses values out of range, naming the command line's option. */
    public Recipe {
        Range.require(!name.isBlank(), "--recipe", name, "a word");
        Range.require("--epochs", epochs, 1, 1000);
        boolean normal = !net.batchNorm() || descent.batchSize() >= 2;
        Range.require(normal, "--batch-size", descent.batchSize(), "at least 2 with batch norm");
        Range.require("--validation", validation, 0, 30_000);
    }

    /** All recipes that the command line offers. */
    public static List<Recipe> all() {
        return List.of(SEED, SEED_BN, ACCURATE, FAST);
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
