package io.odradek.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.testing.Readme;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LayerTableTest {
    private static List<Layer> layers;

    @BeforeAll
    static void readTheLayersOffTheSeedNet() {
        Torch.load(1);
        try (Net net = Net.create(Recipe.SEED, FashionMnist.INPUT, 10, 42)) {
            layers = LayerTable.of(net);
        }
    }

    @Test
    void readmeShowsTheTableOfTheRealNet() {
        assertThat(Readme.section("net:layers"))
                .as("between <!-- net:layers --> and <!-- /net:layers --> in README.md")
                .isEqualTo(Layer.markdown(layers));
    }

    @Test
    void shapesFollowTheFormulas() {
        assertThat(layers)
                .extracting(Layer::output)
                .containsExactly(
                        List.of(1L, 28L, 28L),
                        List.of(16L, 28L, 28L),
                        List.of(16L, 28L, 28L),
                        List.of(16L, 14L, 14L),
                        List.of(32L, 14L, 14L),
                        List.of(32L, 14L, 14L),
                        List.of(32L, 7L, 7L),
                        List.of(1568L),
                        List.of(10L));
    }

    @Test
    void countsParametersAndOperations() {
        assertThat(layers.stream().mapToLong(Layer::parameters).sum()).isEqualTo(28_938);
        // 2 * (28*28*16*25 + 14*14*32*16*25 + 1568*10)
        assertThat(layers.stream().mapToLong(Layer::flop).sum()).isEqualTo(5_676_160);
    }
}
