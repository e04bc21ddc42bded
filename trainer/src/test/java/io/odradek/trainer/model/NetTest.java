package io.odradek.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ComputeDevice;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
        InputSpec input = InputSpec.of(channels, 4, 5, "exact");
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

    /** The order of the pixels in memory is a matter of speed alone, with batch norm too. */
    @ParameterizedTest
    @MethodSource("recipes")
    void gradientsAreThoseOfTheUsualOrder(Recipe recipe) {
        LabelledImages images = RealData.train().head(64);
        try (Net net = Net.create(recipe, FashionMnist.INPUT, 10, 1, ComputeDevice.CPU);
                NDManager manager = NDManager.newBaseManager(Torch.ENGINE)) {
            NDArray own = net.pixels(manager, images, 0, 64);
            NDArray usual = manager.create(own.toFloatArray(), own.getShape());

            float[] found = gradients(net, own, images);
            float[] expected = gradients(net, usual, images);

            assertThat(expected).hasSizeGreaterThan(20_000);
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    private static List<Recipe> recipes() {
        return Recipe.all();
    }

    private static float[] gradients(Net net, NDArray pixels, LabelledImages images) {
        Loss loss = Loss.softmaxCrossEntropyLoss();
        List<Float> all = new ArrayList<>();
        try (Trainer trainer = net.newTrainer(new DefaultTrainingConfig(loss), 64)) {
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDArray labels = pixels.getManager().create(images.labels(0, 64));
                collector.backward(loss.evaluate(new NDList(labels), trainer.forward(new NDList(pixels))));
            }
            for (Parameter parameter : net.block().getParameters().values()) {
                if (parameter.requiresGradient()) {
                    NDArray gradient = parameter.getArray().getGradient();
                    for (float g : gradient.toFloatArray()) {
                        all.add(g);
                    }
                    gradient.muli(0);
                }
            }
        }
        float[] values = new float[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.get(i);
        }
        return values;
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
