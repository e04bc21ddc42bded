package io.odradek.streamer.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.odradek.streamer.contract.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** A file that must not go live, each for one reason. */
public enum BadModel {
    TRUNCATED(Stage.PROTOBUF, "truncated", model -> model) {
        @Override
        public byte[] file(String version) {
            return Arrays.copyOf(super.file(version), 200);
        }
    },
    WRONG_INPUT_SHAPE(
            Stage.CONTRACT, "the graph's input is uint8 [N, 1, 3, 3], odradek.input says uint8 [N, 1, 2, 2]", model -> {
                model.getGraphBuilder().setInput(0, TestModels.value("image", TensorProto.DataType.UINT8, 1, 3, 3));
                return model;
            }),
    WRONG_LABEL_COUNT(
            Stage.CONTRACT,
            "the graph's output is float [N, 3], odradek.labels says float [N, 2]",
            model -> TestModels.put(model, "odradek.labels", "[\"zero\",\"one\"]")),
    NAN_WEIGHTS(Stage.OUTPUT, "an output is NaN", model -> {
        model.getGraphBuilder().setInitializer(1, TestModels.floats("b", new float[] {Float.NaN, 0, 0}, 3));
        return model;
    }),
    EXTERNAL_DATA(Stage.PROTOBUF, "another file", model -> {
        GraphProto.Builder graph = model.getGraphBuilder();
        graph.setInitializer(
                0,
                graph.getInitializer(0).toBuilder()
                        .clearRawData()
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(StringStringEntryProto.newBuilder()
                                .setKey("location")
                                .setValue("/etc/passwd")));
        return model;
    }),
    CUSTOM_OPERATOR(Stage.PROTOBUF, "an operator outside the ONNX standard", model -> {
        model.getGraphBuilder()
                .addNode(TestModels.node("Evil", List.of("x"), "y").toBuilder().setDomain("com.evil"));
        return model;
    }),
    SPARSE_TENSOR(Stage.PROTOBUF, "sparse tensors", model -> {
        model.getGraphBuilder().addSparseInitializer(SparseTensorProto.getDefaultInstance());
        return model;
    }),
    TOO_LARGE(
            Stage.SIZE,
            "allowed: " + BadModel.MAX_BYTES + " (odradek.model.max.bytes)",
            model -> model.setDocString("x".repeat(BadModel.MAX_BYTES))),
    OTHER_NAME(
            Stage.CONTRACT,
            "the file calls itself somebody-elses@",
            model -> TestModels.put(model, "odradek.name", "somebody-elses")),
    OTHER_VERSION(
            Stage.CONTRACT,
            "the file calls itself test-model@another, its record's key says test-model@",
            model -> TestModels.put(model, "odradek.version", "another")),
    SIGNATURE_AT_ANOTHER_PLACE(
            Stage.CONTRACT,
            "odradek.signature is not the last thing in the file",
            model -> TestModels.put(model, "odradek.signature", "A".repeat(86) + "==")
                    .addMetadataProps(StringStringEntryProto.newBuilder().setKey("more")));

    /** The limit that {@link #TOO_LARGE} exceeds. */
    public static final int MAX_BYTES = 65_536;

    /** Where it must be refused. */
    public final Stage stage;

    /** What the refusal must say. */
    public final String why;

    @SuppressWarnings("ImmutableEnumChecker") // A lambda without state.
    private final UnaryOperator<ModelProto.Builder> damage;

    BadModel(Stage stage, String why, UnaryOperator<ModelProto.Builder> damage) {
        this.stage = stage;
        this.why = why;
        this.damage = damage;
    }

    /** The file, for the key of this version. */
    public byte[] file(String version) {
        return damage.apply(TestModels.model(version, 0)).build().toByteArray();
    }
}
