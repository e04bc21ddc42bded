package io.odradek.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeTest {
    @Test
    void seedIsTheArticlesExperiment() {
        assertThat(Recipe.SEED).isEqualTo(new Recipe("seed", List.of(16, 32), 5, 2, 2, 6, 100, 0.1f));
    }

    @Test
    void describesEveryHyperparameter() {
        assertThat(Recipe.SEED.describe())
                .containsEntry("epochs", 6)
                .containsEntry("batchSize", 100)
                .containsEntry("learningRate", 0.1f)
                .containsEntry("shuffle", false)
                .containsEntry("loss", "cross-entropy");
    }

    @Test
    void refusesAValueOutOfRangeByName() {
        assertThatThrownBy(() -> Recipe.SEED.withEpochs(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("recipe: epochs is 0, allowed: 1 to 1000");
    }
}
