package io.odradek.trainer.cli;

import io.odradek.trainer.config.Recipe;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A recipe, and what is to be otherwise than it says. */
final class RecipeOptions {
    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            description = "Net and hyperparameters, see below: seed or seed-bn. Default: seed.")
    private @Nullable String recipe;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = {
                "Passes over the training images, 1 to 1000.",
                "Default: the recipe's, as with all that follow until --validation."
            })
    private @Nullable Integer epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Images per step, 1 to 4096; with batch norm at least 2.")
    private @Nullable Integer batchSize;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "Factor of the gradient in each step, above 0, at most 10.")
    private @Nullable Float learningRate;

    @Option(
            names = "--filters",
            paramLabel = "N",
            split = ",",
            description = "Output channels of each convolution, as in 16,32; each 1 to 1024.")
    private @Nullable List<Integer> filters;

    @Option(names = "--kernel", paramLabel = "N", description = "Side of the convolutions' kernels in pixels, 1 to 15.")
    private @Nullable Integer kernel;

    @Option(
            names = "--padding",
            paramLabel = "N",
            description = "Zeros around a convolution's input in pixels, 0 to half of --kernel.")
    private @Nullable Integer padding;

    @Option(
            names = "--pool",
            paramLabel = "N",
            description = "Side of the max pool after each convolution in pixels, 2 to 4.")
    private @Nullable Integer pool;

    @Option(
            names = "--batch-norm",
            arity = "1",
            paramLabel = "BOOL",
            description = "Normalise before each ReLU: true or false.")
    private @Nullable Boolean batchNorm;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            description = "Outputs of a linear layer before the last one, 0 to 4096; 0 is none.")
    private @Nullable Integer hidden;

    @Option(
            names = "--validation",
            paramLabel = "N",
            description = {
                "Train without the last N of the 60,000 training images and measure each",
                "epoch on them, 0 to 30000; 0 measures each epoch on the test images."
            })
    private @Nullable Integer validation;

    /** The recipe that was asked for. */
    Recipe choose() {
        return over(Recipe.named(Objects.requireNonNullElse(recipe, Recipe.SEED.name())));
    }

    /** Refuses what would change {@code begun}. */
    void requireSame(Recipe begun) {
        PlanOptions.requireSame("--recipe", recipe, begun.name());
        Map<String, Object> now = over(begun).describe();
        begun.describe().forEach((key, was) -> PlanOptions.requireSame(option(key), now.get(key), was));
    }

    /** The option that sets a component: {@code --batch-size} for {@code batchSize}. */
    private static String option(String component) {
        return "--" + component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private Recipe over(Recipe base) {
        return new Recipe(
                base.name(),
                filters == null ? base.filters() : filters,
                kernel == null ? base.kernel() : kernel,
                padding == null ? base.padding() : padding,
                pool == null ? base.pool() : pool,
                batchNorm == null ? base.batchNorm() : batchNorm,
                hidden == null ? base.hidden() : hidden,
                epochs == null ? base.epochs() : epochs,
                batchSize == null ? base.batchSize() : batchSize,
                learningRate == null ? base.learningRate() : learningRate,
                validation == null ? base.validation() : validation);
    }
}
