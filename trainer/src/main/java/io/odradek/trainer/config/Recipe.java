package io.odradek.trainer.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides what a net looks like and how it learns, except data and random seed.
 *
 * @param name how the command line calls it
 * @param filters output channels of each convolution, in order; each at least 1
 * @param kernel side of the square convolution kernels in pixels, 1 to 15
 * @param padding zeros around the input of each convolution in pixels, 0 to kernel / 2
 * @param pool side and stride of the max pool after each convolution in pixels, 2 to 4
 * @param epochs passes over the training images where nothing else is asked for, 1 to 1000
 * @param batchSize images per step, 1 to 4096
 * @param learningRate factor of the gradient in each step, above 0 and at most 10
 */
public record Recipe(
        String name,
        List<Integer> filters,
        int kernel,
        int padding,
        int pool,
        int epochs,
        int batchSize,
        float learningRate) {
    /**
     * The article's net. Two convolutions of 16 and 32 filters: few enough for minutes on a CPU. Kernel 5 with padding
     * 2 keeps 28x28, so that the two pools halve evenly to 7x7. Batches of 100 divide 60,000 evenly. Plain SGD bears a
     * rate of 0.1 on this shallow net, which is near its best after 6 epochs. Measured on 2 CPU cores, five
     * seeds, one run each: 0.8912 to 0.8970 test accuracy, mean 0.8938.
     */
    public static final Recipe SEED = new Recipe("seed", List.of(16, 32), 5, 2, 2, 6, 100, 0.1f);

    /** Refuses values out of range, naming the component. */
    public Recipe {
        filters = List.copyOf(filters);
        require(!name.isBlank(), "name", name, "a word");
        require(!filters.isEmpty() && filters.stream().allMatch(f -> f >= 1), "filters", filters, "each at least 1");
        require(kernel >= 1 && kernel <= 15, "kernel", kernel, "1 to 15");
        require(padding >= 0 && padding <= kernel / 2, "padding", padding, "0 to kernel / 2");
        require(pool >= 2 && pool <= 4, "pool", pool, "2 to 4");
        require(epochs >= 1 && epochs <= 1000, "epochs", epochs, "1 to 1000");
        require(batchSize >= 1 && batchSize <= 4096, "batchSize", batchSize, "1 to 4096");
        require(learningRate > 0 && learningRate <= 10, "learningRate", learningRate, "above 0, at most 10");
    }

    /** All recipes that the command line offers. */
    public static List<Recipe> all() {
        return List.of(SEED);
    }

    /** This recipe with another number of epochs. */
    public Recipe withEpochs(int count) {
        return new Recipe(name, filters, kernel, padding, pool, count, batchSize, learningRate);
    }

    /** What {@code odradek.recipe} and metrics.json say: every component, and what all recipes have in common. */
    public Map<String, Object> describe() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("filters", filters);
        facts.put("kernel", kernel);
        facts.put("padding", padding);
        facts.put("pool", pool);
        facts.put("initialisation", "uniform(-1/sqrt(fanIn), 1/sqrt(fanIn))");
        facts.put("loss", "cross-entropy");
        facts.put("optimizer", "sgd");
        facts.put("momentum", 0);
        facts.put("learningRate", learningRate);
        facts.put("batchSize", batchSize);
        facts.put("shuffle", false);
        facts.put("epochs", epochs);
        return facts;
    }

    private static void require(boolean valid, String component, Object found, String allowed) {
        if (!valid) {
            throw new IllegalArgumentException("recipe: " + component + " is " + found + ", allowed: " + allowed);
        }
    }
}
