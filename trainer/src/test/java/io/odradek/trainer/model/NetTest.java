package io.odradek.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetTest {
    @TempDir
    Path dir;

    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    @Test
    void startsWithPytorchsDefaultInitialisation() {
        try (Net net = seedNet(42)) {
            // Second convolution: fan in 16*5*5 = 400, bound 1/20.
            float[] weight = parameter(net, 3, "weight");
            float[] bias = parameter(net, 3, "bias");

            assertThat(weight).hasSize(12_800);
            assertThat(max(weight)).isBetween(0.0499f, 0.05f);
            assertThat(max(bias)).isBetween(0.04f, 0.05f);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void pixelsKeepTheirPlacesWhateverTheirOrderInMemory(int channels) {
        // Given: two images of all different bytes
        InputSpec input = input(channels, 4, 5);
        byte[] bytes = new byte[2 * input.bytes()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 2);
        }
        LabelledImages images = new LabelledImages(input, bytes, new byte[2]);
        SequentialBlock flat = new SequentialBlock().add(Blocks.batchFlattenBlock());
        try (Net net = Net.of(flat, input, input.bytes());
                NDManager manager = NDManager.newBaseManager(Torch.ENGINE)) {
            // When
            NDArray all = net.pixels(manager, images, 0, 2);
            NDArray second = net.pixels(manager, images, 1, 2);

            // Then: what was read first is still there, and a net sees the same
            float[] expected = new float[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                expected[i] = (bytes[i] & 0xff) * Net.PIXEL_SCALE;
            }
            assertThat(all.getShape()).isEqualTo(new Shape(2, channels, 4, 5));
            assertThat(all.toFloatArray()).isEqualTo(expected);
            assertThat(second.toFloatArray()).isEqualTo(Arrays.copyOfRange(expected, input.bytes(), expected.length));
            assertThat(net.logits(images).values()).isEqualTo(expected);
        }
    }

    private static InputSpec input(int channels, int height, int width) {
        InputSpec grey = InputSpec.grey(height, width);
        return new InputSpec(
                grey.layout(),
                grey.dtype(),
                channels,
                height,
                width,
                grey.fit(),
                grey.luma(),
                grey.alphaBackground(),
                grey.exif());
    }

    @Test
    void maxPoolTakesTheLargestOfEachSquareAndDropsTheRest() {
        try (NDManager manager = NDManager.newBaseManager(Torch.ENGINE)) {
            NDArray image = manager.arange(25f).reshape(new Shape(1, 1, 5, 5));
            MaxPool2d pool = new MaxPool2d(2);

            NDArray pooled = pool.forward(new ParameterStore(manager, false), new NDList(image), false)
                    .singletonOrThrow();

            assertThat(pooled.toFloatArray()).containsExactly(6, 8, 16, 18);
            assertThat(pool.getOutputShapes(new Shape[] {image.getShape()})).containsExactly(pooled.getShape());
        }
    }

    @Test
    void averagePoolCountsPaddingAsZeros() {
        try (NDManager manager = NDManager.newBaseManager(Torch.ENGINE)) {
            NDArray image = manager.ones(new Shape(1, 1, 4, 4));
            AvgPool2d pool = new AvgPool2d(3, 2, 1);

            NDArray pooled = pool.forward(new ParameterStore(manager, false), new NDList(image), false)
                    .singletonOrThrow();

            assertThat(pooled.toFloatArray()).containsExactly(4 / 9f, 6 / 9f, 6 / 9f, 1);
            assertThat(pool.getOutputShapes(new Shape[] {image.getShape()})).containsExactly(pooled.getShape());
        }
    }

    @Test
    void computesTheSameAfterSavingAndLoading() throws IOException {
        // Given
        Path file = dir.resolve("weights.params");
        try (Net net = seedNet(1);
                Net other = seedNet(2)) {
            try (OutputStream out = Files.newOutputStream(file)) {
                net.save(out);
            }
            var images = RealData.test().head(10);
            assertThat(other.logits(images).values())
                    .isNotEqualTo(net.logits(images).values());

            // When
            other.load(file);

            // Then
            assertThat(other.logits(images).values())
                    .isEqualTo(net.logits(images).values());
        }
    }

    @Test
    void refusesWeightsThatAreDamagedInOneLine() throws IOException {
        // Given
        Path file = Files.write(dir.resolve("weights.params"), new byte[100]);

        // When, Then
        try (Net net = seedNet(1)) {
            assertThatThrownBy(() -> net.load(file))
                    .isInstanceOf(TrainerException.class)
                    .hasMessageContaining("cannot read weights from " + file)
                    .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
        }
    }

    private static Net seedNet(long seed) {
        return Net.create(Recipe.SEED, FashionMnist.INPUT, 10, seed);
    }

    private static float[] parameter(Net net, int block, String name) {
        return net.block()
                .getChildren()
                .get(block)
                .getValue()
                .getDirectParameters()
                .get(name)
                .getArray()
                .toFloatArray();
    }

    private static float max(float[] values) {
        float max = 0;
        for (float value : values) {
            max = Math.max(max, Math.abs(value));
        }
        return max;
    }
}
