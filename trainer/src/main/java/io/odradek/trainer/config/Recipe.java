package io.odradek.trainer.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides what a net looks like and how it learns, except data and random seed. Immutable.
 *
 * @param name how the command line calls it
 * @param filters output channels of each convolution, in order; 1 to 8 convolutions, each 1 to 1024
 * @param kernel side of the square convolution kernels in pixels, 1 to 15
 * @param padding zeros around the input of each convolution in pixels, 0 to kernel / 2
 * @param pool side and stride of the max pool after each convolution in pixels, 2 to 4
 * @param batchNorm whether each convolution and the hidden layer is normalised before its ReLU
 * @param hidden outputs of the linear layer before the last one, 0 to 4096; 0 is none
 * @param epochs passes over the training images where nothing else is asked for, 1 to 1000
 * @param batchSize images per step, 1 to 4096; with batch norm at least 2
 * @param learningRate factor of the gradient in each step, above 0 and at most 10
 * @param validation images held out of the training images to choose on, 0 to 30,000; 0 measures each epoch on the test
 *     images
 */
public record Recipe(
        String name,
        List<Integer> filters,
        int kernel,
        int padding,
        int pool,
        boolean batchNorm,
        int hidden,
        int epochs,
        int batchSize,
        float learningRate,
        int validation) {
    /** The article's net and procedure. Measured on 2 CPU cores, five seeds: 0.8912 to 0.8970 test accuracy. */
    public static final Recipe SEED = new Recipe(
            "seed",
            List.of(16, 32), // filters: few enough for minutes on a CPU
            5, // kernel, pixels: the article's
            2, // padding, pixels: keeps 28x28, so that the two pools halve evenly to 7x7
            2, // pool, pixels: halves each side
            false, // batch norm: the article suggests it as the next step
            0, // hidden, outputs: the article's net goes from the flattened maps to the classes at once
            6, // epochs: where the article stops
            100, // batch size, images: divides 60,000 evenly
            0.1f, // learning rate: plain SGD bears it on this shallow net, near its best after 6 epochs
            0); // validation, images: the article has none and looks at the test images after each epoch

    /** What the article suggests at its end: smaller kernels, and normalisation after each layer but the last. */
    public static final Recipe SEED_BN = new Recipe(
            "seed-bn",
            List.of(16, 32), // filters: as seed, so that a comparison is about kernels and normalisation
            3, // kernel, pixels: the convolutions cost about a third of seed's
            1, // padding, pixels: keeps 28x28, as in seed
            2, // pool, pixels: as seed
            true, // batch norm: after each convolution and the hidden layer, before ReLU
            // Hidden, outputs: normalisation in the fully connected part needs a layer to normalise. The flattened
            // maps are no place for it: corners that are black in nearly all images have a variance near 0, and what
            // shines there once is blown up. 16 gives 30,202 parameters to seed's 28,938: hardly a larger net.
            16,
            6, // epochs: as seed
            100, // batch size, images: as seed; divides 55,000 evenly
            0.1f, // learning rate: as seed
            5_000); // validation, images: a standard error of 0.004 at an accuracy of 0.9

    /** Refuses values out of range, naming the command line's option. */
    public Recipe {
        filters = List.copyOf(filters);
        require(!name.isBlank(), "--recipe", name, "a word");
        boolean sizes = filters.stream().allMatch(f -> f >= 1 && f <= 1024);
        require(
                sizes && !filters.isEmpty() && filters.size() <= 8,
                "--filters",
                filters,
                "1 to 8 numbers of 1 to 1024");
        require(kernel >= 1 && kernel <= 15, "--kernel", kernel, "1 to 15");
        require(padding >= 0 && padding <= kernel / 2, "--padding", padding, "0 to half of --kernel, " + kernel / 2);
        require(pool >= 2 && pool <= 4, "--pool", pool, "2 to 4");
        require(hidden >= 0 && hidden <= 4096, "--hidden", hidden, "0 to 4096");
        require(epochs >= 1 && epochs <= 1000, "--epochs", epochs, "1 to 1000");
        int least = batchNorm ? 2 : 1;
        require(batchSize >= least && batchSize <= 4096, "--batch-size", batchSize, least + " to 4096");
        boolean rate = learningRate > 0 && learningRate <= 10;
        require(rate, "--learning-rate", learningRate, "above 0, at most 10");
        require(validation >= 0 && validation <= 30_000, "--validation", validation, "0 to 30000");
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
     * Refuses images of which the pools leave nothing.
     *
     * @param side of the square images in pixels
     */
    public void requireFits(int side) {
        int left = side;
        for (int i = 0; i < filters.size(); i++) {
            left = (left + 2 * padding - kernel + 1) / pool;
            if (left < 1) {
                throw new IllegalArgumentException("--filters, --kernel, --padding and --pool leave nothing of " + side
                        + " pixels after convolution " + (i + 1) + ", allowed: what leaves at least 1");
            }
        }
    }

    /** This recipe with another number of epochs. */
    public Recipe withEpochs(int count) {
        return with(count, validation);
    }

    /** This recipe as long as {@code other} and measured on the same images, to compare the two. */
    public Recipe comparableWith(Recipe other) {
        return with(other.epochs, other.validation);
    }

    private Recipe with(int epochCount, int validationImages) {
        return new Recipe(
                name,
                filters,
                kernel,
                padding,
                pool,
                batchNorm,
                hidden,
                epochCount,
                batchSize,
                learningRate,
                validationImages);
    }

    /** What {@code odradek.recipe} and metrics.json say: every component, and what all recipes have in common. */
    public Map<String, Object> describe() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("filters", filters);
        facts.put("kernel", kernel);
        facts.put("padding", padding);
        facts.put("pool", pool);
        facts.put("batchNorm", batchNorm);
        facts.put("hidden", hidden);
        facts.put("initialisation", "uniform(-1/sqrt(fanIn), 1/sqrt(fanIn))");
        facts.put("loss", "cross-entropy");
        facts.put("optimizer", "sgd");
        facts.put("momentum", 0);
        facts.put("learningRate", learningRate);
        facts.put("batchSize", batchSize);
        facts.put("shuffle", false);
        facts.put("epochs", epochs);
        facts.put("validation", validation);
        return facts;
    }

    private static void require(boolean valid, String option, Object found, String allowed) {
        if (!valid) {
            throw new IllegalArgumentException(option + " is " + found + ", allowed: " + allowed);
        }
    }
}
