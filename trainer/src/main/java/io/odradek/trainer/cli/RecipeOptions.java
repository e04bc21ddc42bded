package io.odradek.trainer.cli;

import io.odradek.trainer.config.Recipe;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A recipe, and what is to be otherwise than it says. */
final class RecipeOptions {
    @Option(names = "--recipe", paramLabel = "NAME", description = "Net and hyperparameters, see below. Default: seed.")
    private @Nullable String recipe;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = {
                "Passes over the training images, 1 to 1000.",
                "Default: the recipe's, as with all that follow until --validation."
            })
    private @Nullable Integer epochs;

    @Mixin
    private DescentOptions descent = new DescentOptions();

    @Mixin
    private ArchitectureOptions architecture = new ArchitectureOptions();

    @Option(
            names = "--validation",
            paramLabel = "N",
            description = {
                "Train without the last N of the training images and measure each",
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
                architecture.over(base.net()),
                descent.over(base.descent()),
                descent.over(base.augmentation()),
                Objects.requireNonNullElse(epochs, base.epochs()),
                Objects.requireNonNullElse(validation, base.validation()));
    }
}
