package io.odradek.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeTest {
    private static final Descent PLAIN = new Descent(100, 0.1f, 0, 0, Descent.CONSTANT, 0);

    @Test
    void seedIsTheArticlesExperiment() {
        assertThat(Recipe.SEED.net())
                .isEqualTo(new Architecture(
                        List.of(new Convolution(16, 5, 1, 2, 2), new Convolution(32, 5, 1, 2, 2)), false, 0));
        assertThat(Recipe.SEED.descent()).isEqualTo(PLAIN);
        assertThat(Recipe.SEED.augmentation()).isEqualTo(new Augmentation(false, false, 0, 0));
        assertThat(Recipe.SEED.epochs()).isEqualTo(6);
        assertThat(Recipe.SEED.validation()).isZero();
    }

    @Test
    void seedBnIsTheArticlesSuggestion() {
        assertThat(Recipe.SEED_BN.net())
                .isEqualTo(new Architecture(
                        List.of(new Convolution(16, 3, 1, 1, 2), new Convolution(32, 3, 1, 1, 2)), true, 16));
        assertThat(Recipe.SEED_BN.descent()).isEqualTo(PLAIN);
        assertThat(Recipe.SEED_BN.epochs()).isEqualTo(6);
        assertThat(Recipe.SEED_BN.validation()).isEqualTo(5000);
    }

    @Test
    void findsARecipeByName() {
        assertThat(Recipe.named("seed-bn")).isEqualTo(Recipe.SEED_BN);
        assertThatThrownBy(() -> Recipe.named("none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no recipe 'none', expected one of [seed, seed-bn, accurate, fast]");
    }

    @Test
    void aComparisonIsAsLongAndMeasuredOnTheSameImages() {
        // When
        Recipe other = Recipe.SEED.comparableWith(Recipe.SEED_BN.withEpochs(3));

        // Then
        assertThat(other)
                .isEqualTo(new Recipe(
                        "seed", Recipe.SEED.net(), Recipe.SEED.descent(), Recipe.SEED.augmentation(), 3, 5000));
    }

    @Test
    void describesEveryHyperparameter() {
        assertThat(Recipe.SEED.describe())
                .containsEntry("epochs", 6)
                .containsEntry("batchSize", 100)
                .containsEntry("learningRate", 0.1f)
                .containsEntry("shuffle", false)
                .containsEntry("batchNorm", false)
                .containsEntry("hidden", 0)
                .containsEntry("validation", 0)
                .containsEntry("loss", "cross-entropy");
    }

    @Test
    void refusesAValueOutOfRangeByName() {
        assertThatThrownBy(() -> Recipe.SEED.withEpochs(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--epochs is 0, allowed: 1 to 1000");
    }
}
