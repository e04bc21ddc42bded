package io.odradek.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
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
                .as("between <!-- net:layers --> and <!-- /net:layers --> in trainer/README.md")
                .isEqualTo(Layer.markdown(layers));
    }

    @Test
    void saysWhatEachKindOfBlockDoesAndHowItsShapeFollows() {
        // Given
        SequentialBlock blocks = new SequentialBlock()
                .add(convolution(8, 3)
                        .optPadding(new Shape(1, 1))
                        .optStride(new Shape(2, 2))
                        .build())
                .add(BatchNorm.builder().build())
                .add(convolution(8, 3).optDilation(new Shape(2, 2)).optGroups(8).build())
                .add(new MaxPool2d(3, 2, 1))
                .add(new AvgPool2d(2))
                .add(new Residual(
                        new SequentialBlock().add(convolution(4, 1).build()).add(Activation.reluBlock()),
                        convolution(4, 1).build(),
                        true))
                .add(new Residual(Activation.reluBlock(), null, false))
                .add(Pool.globalAvgPool2dBlock())
                .add(Dropout.builder().build())
                .add(Linear.builder().setUnits(10).build());

        // When
        List<Layer> table;
        try (Net net = Net.of(blocks, FashionMnist.INPUT, 10)) {
            table = LayerTable.of(net);
        }

        // Then
        assertThat(Layer.markdown(table).lines().skip(2)).containsExactly("""
                | image | pixels / 255 |  | 1 x 28 x 28 |  |
                | convolution 1 | 8 filters of 3x3, padding 1, stride 2 | (28 + 2 · 1 - 3) / 2 + 1 = 14 | 8 x 14 x 14 | 80 |
                | batch norm 1 | (x - mean) / sqrt(variance) · gamma + beta |  | 8 x 14 x 14 | 16 |
                | convolution 2 | 8 filters of 3x3, padding 0, dilation 2, 8 groups | 14 + 2 · 0 - (2 · (3 - 1) + 1) + 1 = 10 | 8 x 10 x 10 | 80 |
                | max pool 1 | largest of each 3x3 square, stride 2, padding 1 | (10 + 2 · 1 - 3) / 2 + 1 = 5 | 8 x 5 x 5 |  |
                | average pool 1 | mean of each 2x2 square | 5 / 2 = 2 | 8 x 2 x 2 |  |
                | convolution 3 | 4 filters of 1x1, padding 0 | 2 + 2 · 0 - 1 + 1 = 2 | 4 x 2 x 2 | 36 |
                | ReLU 1 | max(0, x) |  | 4 x 2 x 2 |  |
                | shortcut convolution 1 | 4 filters of 1x1, padding 0 | 2 + 2 · 0 - 1 + 1 = 2 | 4 x 2 x 2 | 36 |
                | residual 1 | max(0, body + shortcut) |  | 4 x 2 x 2 |  |
                | ReLU 2 | max(0, x) |  | 4 x 2 x 2 |  |
                | residual 2 | body + input |  | 4 x 2 x 2 |  |
                | global average pool 1 | mean of each channel |  | 4 |  |
                | dropout 1 | some numbers become 0, in training only |  | 4 |  |
                | linear 1 | 4 inputs to each of 10 outputs |  | 10 | 50 |
                """.split("\n"));
        // 2 * (8*9 * 14*14 + 8*9 * 10*10 + 4*8 * 2*2 + 4*8 * 2*2 + 10*4) / 10^6
        assertThat(LayerTable.mflopPerImage(table)).isEqualTo(0.043216);
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
        assertThat(LayerTable.mflopPerImage(layers)).isEqualTo(5.67616);
    }

    private static Conv2d.Builder convolution(int filters, int kernel) {
        return Conv2d.builder().setFilters(filters).setKernelShape(new Shape(kernel, kernel));
    }
}
