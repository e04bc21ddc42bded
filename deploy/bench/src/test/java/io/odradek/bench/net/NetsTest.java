package io.odradek.bench.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.rival.Net;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetsTest {
    @TempDir
    private Path dir;

    @Test
    void theDenseNetHasAsManyParametersAsThePublishedOne() throws Exception {
        long parameters = ModelProto.parseFrom(Nets.dense("dense")).getGraph().getInitializerList().stream()
                .filter(tensor -> !tensor.getName().equals("scale"))
                .mapToLong(NetsTest::size)
                .sum();

        assertThat(parameters).isEqualTo(27_562);
    }

    @Test
    void theNetForFloatsSaysTheSame() throws Exception {
        byte[] file = Nets.dense("dense");
        Path bytes = Files.write(dir.resolve("bytes.onnx"), file);
        Path floats = Files.write(dir.resolve("floats.onnx"), Nets.forFloats(file));
        byte[] pixels = new byte[28 * 28];
        new Random(1).nextBytes(pixels);
        FloatBuffer scaled = FloatBuffer.allocate(pixels.length);
        for (byte pixel : pixels) {
            scaled.put((pixel & 255) / 255f);
        }

        try (Net ofBytes = new Net(bytes);
                Net ofFloats = new Net(floats)) {
            float[] expected = ofBytes.scores(
                            ByteBuffer.allocateDirect(pixels.length).put(pixels).flip())[0];

            assertThat(ofFloats.scores(scaled.flip())[0]).containsExactly(expected, within(1e-5f));
            assertThat(expected).hasSize(10);
        }
    }

    @Test
    void theOperationsOfAConvolutionNetAreThoseOfItsLayers() throws Exception {
        // By hand: 28 x 28 x 9 x 16, 5 of 14 x 14 x 9 x 16 x 16, 7 x 7 x 16 x 10, twice.
        assertThat(Nets.mflop(16, 5)).isEqualTo(2 * (112_896 + 5 * 451_584 + 7_840) / 1e6);

        // From the file: each weight of a convolution is used once for each place of its output.
        double places = 28 * 28;
        double operations = 0;
        for (TensorProto tensor :
                ModelProto.parseFrom(Nets.convolution("net", 16, 5)).getGraph().getInitializerList()) {
            if (tensor.getDimsCount() == 4) {
                operations += 2 * places * size(tensor);
                places = 14 * 14;
            } else if (tensor.getDimsCount() == 2) {
                operations += 2.0 * size(tensor);
            }
        }
        assertThat(operations / 1e6).isEqualTo(Nets.mflop(16, 5));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "CONVOLUTION_.*")
    void convolutionNetsHaveTheSizeThatTheirNameSaysAndTellImagesApart(NetName name) throws Exception {
        double said = Double.parseDouble(name.name().replaceAll("[^0-9]", ""));
        Path file = Files.write(dir.resolve("net.onnx"), name.convolution());
        int images = 20;
        ByteBuffer pixels = ByteBuffer.allocateDirect(images * 28 * 28);
        Random random = new Random(1);
        while (pixels.hasRemaining()) {
            int image = pixels.position() / (28 * 28);
            int column = pixels.position() % 28;
            pixels.put((byte) (column < image ? 0 : random.nextInt(256)));
        }

        try (Net net = new Net(file)) {
            float[][] scores = net.scores(pixels.flip());

            assertThat(name.mflop() / said).isBetween(0.9, 1.1);
            assertThat(scores).hasDimensions(images, 10);
            for (float[] of : scores) {
                double sum = 0;
                for (float score : of) {
                    assertThat(score).isBetween(0f, 1f);
                    sum += score;
                }
                assertThat(sum).isEqualTo(1, within(1e-4));
            }
            assertThat(scores[0]).isNotEqualTo(scores[images - 1]);
        }
    }

    @Test
    void theNetThatResizesDiffersInThatAlone() throws Exception {
        byte[] file = Nets.dense("dense");

        ModelProto before = ModelProto.parseFrom(file);
        ModelProto after = ModelProto.parseFrom(Nets.resizing(file));

        assertThat(after.toString().replace("resize", "exact")).isEqualTo(before.toString());
        assertThat(after).isNotEqualTo(before);
        assertThatThrownBy(() -> Nets.resizing(Nets.resizing(file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("odradek.input");
    }

    @Test
    void refusesAFileThatIsNoNet() {
        assertThatThrownBy(() -> Nets.forFloats(new byte[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Nets.resizing(new byte[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
    }

    private static long size(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }
}
