package io.odradek.bench.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.odradek.bench.rival.Net;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void refusesAFileThatIsNoNet() {
        assertThatThrownBy(() -> Nets.forFloats(new byte[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
    }

    private static long size(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }
}
