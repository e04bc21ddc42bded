package io.odradek.streamer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
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

    /** A message or text 128 bytes, a text its length too, whole numbers 20 times and floats 3 times their bytes. */
    @Test
    void takesAFileThatHasJustRoomEnough() throws RefusedException {
        GraphProto.Builder graph =
                GraphProto.newBuilder().addNode(NodeProto.newBuilder().setOpType("Abs"));
        takesJust(2 * 128 + 128 + 3, ModelProto.newBuilder().setGraph(graph));
        takesJust(387 + 20, ModelProto.newBuilder().setGraph(graph).setIrVersion(1 << 30));
        TensorProto.Builder numbers = TensorProto.newBuilder().addInt64Data(1).addInt64Data(1 << 7);
        takesJust(
                387 + 128 + 20 * 3,
                ModelProto.newBuilder().setGraph(graph.clone().addInitializer(numbers)));
        TensorProto.Builder floats = TensorProto.newBuilder().addFloatData(1).addDoubleData(1);
        takesJust(
                387 + 128 + 3 * (4 + 8),
                ModelProto.newBuilder().setGraph(graph.clone().addInitializer(floats)));
        TensorProto.Builder raw = TensorProto.newBuilder().setRawData(ByteString.copyFrom(new byte[7]));
        takesJust(
                387 + 128 + 128 + 7,
                ModelProto.newBuilder().setGraph(graph.clone().addInitializer(raw)));
    }

    @Test
    void takesAMillionPiecesAndNoMore() {
        NodeProto node = NodeProto.getDefaultInstance();
        // And the graph.
        byte[] most = graph(GraphProto.newBuilder().addAllNode(Collections.nCopies(999_999, node)));
        byte[] more = graph(GraphProto.newBuilder().addAllNode(Collections.nCopies(1_000_000, node)));

        assertThatCode(() -> OnnxParser.parse(most, Long.MAX_VALUE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> OnnxParser.parse(more, Long.MAX_VALUE))
                .hasMessage("the file has more than 1000000 pieces")
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.stage()).isEqualTo(Stage.PROTOBUF));
    }

    @Test
    void refusesAFileWithoutOperators() {
        assertThatThrownBy(() -> OnnxParser.parse(new byte[0])).hasMessage("not an ONNX file: it has no graph");
        assertThatThrownBy(() -> OnnxParser.parse(graph(GraphProto.newBuilder().setName("none"))))
                .hasMessage("not an ONNX file: it has no graph");
    }

    private static void takesJust(int bytes, ModelProto.Builder model) throws RefusedException {
        byte[] file = model.build().toByteArray();
        assertThat(OnnxParser.parse(file, bytes)).isEqualTo(model.build());
        assertThatThrownBy(() -> OnnxParser.parse(file, bytes - 1))
                .hasMessage("parsing it may take more than the " + (bytes - 1)
                        + " bytes of heap that are there for that: raise -Xmx in JAVA_OPTS");
    }

    private static byte[] graph(GraphProto.Builder graph) {
        return ModelProto.newBuilder().setGraph(graph).build().toByteArray();
    }
}
