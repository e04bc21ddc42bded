package io.odradek.streamer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxParserTest {
    private static final Path CONTRACT = Path.of("..", "deploy", "contract");
    private static final long HEAP = 64 << 20;

    @Test
    void refusesAFileWhosePiecesWouldFillTheHeapBeforeItParsesThem() {
        byte[] file =
                graph(GraphProto.newBuilder().addAllNode(Collections.nCopies(900_000, NodeProto.getDefaultInstance())));
        assertThat(file).hasSizeLessThan(2 << 20);

        assertThatThrownBy(() -> OnnxParser.parse(file, HEAP))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.stage()).isEqualTo(Stage.SIZE));
    }

    @Test
    void refusesAFileWhoseNumbersWouldFillTheHeap() {
        byte[] file = graph(GraphProto.newBuilder()
                .addNode(NodeProto.getDefaultInstance())
                .addInitializer(TensorProto.newBuilder().addAllInt64Data(Collections.nCopies(4_000_000, 1L))));
        assertThat(file).hasSizeLessThan(10 << 20);

        assertThatThrownBy(() -> OnnxParser.parse(file, HEAP))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.stage()).isEqualTo(Stage.SIZE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fashion-mnist-seed.onnx", "fashion-mnist-seed-int8.onnx"})
    void parsesARealFileInFewTimesItsSize(String name) throws IOException, RefusedException {
        byte[] file = Files.readAllBytes(CONTRACT.resolve(name));

        assertThat(OnnxParser.parse(file, 3L * file.length)).isEqualTo(ModelProto.parseFrom(file));
    }

    private static byte[] graph(GraphProto.Builder graph) {
        return ModelProto.newBuilder().setGraph(graph).build().toByteArray();
    }
}
