package io.odradek.streamer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.model.TestModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the graph's input and output are what the contract says. */
class OnnxFileTest {
    private static final InputSpec INPUT = new InputSpec(1, 2, 2, 0);

    private final ModelProto.Builder model = TestModels.model("1", 0);

    @Test
    void takesBytesOfImagesAndGivesFloatsOfClasses() {
        assertThatCode(() -> parse().checkSignature(INPUT, 3)).doesNotThrowAnyException();
    }

    @Test
    void hasTheMetadataOfTheFile() throws RefusedException {
        assertThat(parse().metadata()).isEqualTo(TestModels.metadata("1"));
    }

    @ParameterizedTest
    @CsvSource({"3, 2, 2", "1, 3, 2", "1, 2, 3"})
    void refusesAnInputWithAnotherSide(int channels, int height, int width) {
        refuses(
                new InputSpec(channels, height, width, 0),
                3,
                "the graph's input is uint8 [N, 1, 2, 2], odradek.input says uint8 [N, " + channels + ", " + height
                        + ", " + width + "]");
    }

    @Test
    void refusesAnInputOfAnotherTypeOrRankOrWithAFixedBatch() {
        input(TestModels.value("image", DataType.FLOAT, 1, 2, 2));
        refuses(INPUT, 3, "the graph's input is float [N, 1, 2, 2], odradek.input says uint8 [N, 1, 2, 2]");
        input(TestModels.value("image", DataType.UINT8, 1, 2, 2, 1));
        refuses(INPUT, 3, "the graph's input is uint8 [N, 1, 2, 2, 1]");
        ValueInfoProto.Builder fixed = TestModels.value("image", DataType.UINT8, 1, 2, 2).toBuilder();
        fixed.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .setDim(0, TensorShapeProto.Dimension.newBuilder().setDimValue(1));
        input(fixed.build());
        refuses(INPUT, 3, "the graph's input is uint8 [1, 1, 2, 2]");
    }

    @Test
    void refusesAnOutputOfAnotherTypeOrRankOrNumberOfClasses() {
        refuses(INPUT, 2, "the graph's output is float [N, 3], odradek.labels says float [N, 2]");
        output(TestModels.value("probabilities", DataType.DOUBLE, 3));
        refuses(INPUT, 3, "the graph's output is double [N, 3], odradek.labels says float [N, 3]");
        output(TestModels.value("probabilities", DataType.FLOAT, 3, 1));
        refuses(INPUT, 3, "the graph's output is float [N, 3, 1]");
    }

    @Test
    void namesATypeThatNobodyKnows() {
        ValueInfoProto.Builder odd = TestModels.value("image", DataType.UINT8, 1, 2, 2).toBuilder();
        odd.getTypeBuilder().getTensorTypeBuilder().setElemType(99);

        assertThat(OnnxFile.describe(odd.build())).isEqualTo("of unknown type [N, 1, 2, 2]");
    }

    @Test
    void hasOneInputThatIsNoInitializerAndOneOutput() {
        model.getGraphBuilder().addInput(TestModels.value("w", DataType.FLOAT, 3));
        assertThatCode(() -> parse().checkSignature(INPUT, 3)).doesNotThrowAnyException();
        model.getGraphBuilder().addOutput(TestModels.value("logits", DataType.FLOAT, 3));
        refuses(INPUT, 3, "the graph has 1 inputs and 2 outputs, expected one of each");
        model.getGraphBuilder().removeOutput(1).addInput(TestModels.value("more", DataType.FLOAT, 3));
        refuses(INPUT, 3, "the graph has 2 inputs and 1 outputs, expected one of each");
    }

    @Test
    void definesNoFunctionsAndNoTraining() {
        model.addFunctions(FunctionProto.getDefaultInstance());
        assertThatThrownBy(this::parse).hasMessageContaining("functions of its own, or a training");
        model.clearFunctions().addTrainingInfo(TrainingInfoProto.getDefaultInstance());
        assertThatThrownBy(this::parse).hasMessageContaining("functions of its own, or a training");
    }

    @Test
    void tellsTheMetadataWithoutTheGraph() throws RefusedException {
        byte[] file = model.build().toByteArray();

        assertThat(OnnxMetadata.read(file)).isEqualTo(TestModels.metadata("1"));
    }

    @Test
    void hasAMegabyteOfMetadataAtMost() throws RefusedException {
        int rest = model.getMetadataPropsList().stream()
                .mapToInt(entry -> entry.getSerializedSize())
                .sum();
        // The key, two tags, and the lengths of 1 and 3 bytes.
        String most = "x".repeat((1 << 20) - rest - "more".length() - 6);
        TestModels.put(model, "more", most);
        assertThat(parse().metadata()).containsEntry("more", most);
        assertThat(OnnxMetadata.read(model.build().toByteArray())).containsEntry("more", most);

        TestModels.put(model, "more", most + "x");
        String why = "more than 1048576 bytes of metadata";
        assertThatThrownBy(this::parse).hasMessage(why);
        assertThatThrownBy(() -> OnnxMetadata.read(model.build().toByteArray())).hasMessage(why);
    }

    @Test
    void tellsNoMetadataOfWhatHasNone() {
        assertThatThrownBy(() -> OnnxMetadata.read(new byte[0])).hasMessage("not an ONNX file with metadata");
        assertThatThrownBy(() -> OnnxMetadata.read(new byte[] {10, 5, 1}))
                .hasMessage("not an ONNX file, or a truncated one");
        TestModels.metadata("1").keySet().forEach(key -> TestModels.put(model, key, null));
        assertThatThrownBy(() -> OnnxMetadata.read(model.build().toByteArray()))
                .hasMessage("not an ONNX file with metadata");
    }

    private void input(ValueInfoProto value) {
        model.getGraphBuilder().setInput(0, value);
    }

    private void output(ValueInfoProto value) {
        model.getGraphBuilder().setOutput(0, value);
    }

    private OnnxFile parse() throws RefusedException {
        return OnnxFile.parse(model.build().toByteArray());
    }

    private void refuses(InputSpec input, int classes, String why) {
        assertThatThrownBy(() -> parse().checkSignature(input, classes))
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.stage()).isEqualTo(Stage.CONTRACT));
    }
}
