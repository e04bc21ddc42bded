package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.config.Recipe;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainHelpTest {
    private final Console console = new Console();

    @Test
    void teachesWhichRecipesThereAre() {
        // When
        console.run("train", "--help");

        // Then
        String help = console.out();
        String recipes = help.substring(help.indexOf("Recipes:"), help.indexOf("Examples:"));
        assertThat(Recipe.all())
                .allSatisfy(recipe -> assertThat(recipes)
                        .containsPattern("(?m)^  " + recipe.name() + "  ")
                        .contains("%1$dx%1$d"
                                .formatted(recipe.net().convolutions().get(0).kernel())));
        assertThat(recipes.replaceAll("\\s+", " "))
                .contains("6 epochs, batches of 100, learning rate 0.1")
                .contains("a hidden linear layer of 16")
                .contains("the last 5,000 training images");
    }

    @Test
    void hasAnOptionForEachHyperparameter() {
        // When
        console.run("train", "--help");

        // Then
        Set<String> hyperparameters = new HashSet<>(Recipe.SEED.describe().keySet());
        hyperparameters.removeAll(Set.of("name", "loss", "optimizer", "initialisation"));
        assertThat(hyperparameters).hasSizeGreaterThan(15).allSatisfy(name -> {
            String option = name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            assertThat(console.out()).containsPattern("(?m)^\\s+--" + option + "=");
        });
        assertThat(console.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }
}
