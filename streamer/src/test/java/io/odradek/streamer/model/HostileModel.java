package io.odradek.streamer.model;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.odradek.streamer.contract.Stage;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** A file that somebody made to do harm, each in one way; refused before native code sees it, or by what it answers. */
public enum HostileModel {
    DATA_UP_THE_PATH("in another file", external("../../../../../../etc/passwd")),
    DATA_AT_AN_ABSOLUTE_PATH("in another file", external("/proc/self/environ")),
    DATA_AT_AN_ADDRESS_OF_MEMORY("in another file", external("*/_ORT_MEM_ADDR_/*")),
    DATA_OF_A_CONSTANT_ELSEWHERE("in another file", model -> {
        TensorProto tensor = TestModels.floats("", new float[1], 1).toBuilder()
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("x"))
                .build();
        model.getGraphBuilder().addNode(HostileGraphs.constant("c", tensor));
    }),
    SHAPE_BEYOND_32_BITS("large, more than any file holds", tensor(TestModels.floats("t", new float[1], 1L << 33))),
    SHAPE_BEYOND_64_BITS(
            "large, more than any file holds", tensor(TestModels.floats("t", new float[0], 1L << 32, 1L << 32))),
    SHAPE_OF_OVERFLOW_TO_ONE(
            "large, more than any file holds", tensor(TestModels.floats("t", new float[1], -1, Long.MAX_VALUE))),
    NEGATIVE_SHAPE("large, more than any file holds", tensor(TestModels.floats("t", new float[1], -1))),
    LESS_DATA_THAN_ITS_SHAPE(
            "has not the data of the 1000 elements", tensor(TestModels.floats("t", new float[1], 1000))),
    MORE_DATA_THAN_ITS_SHAPE("has not the data of the 1 elements", tensor(TestModels.floats("t", new float[9], 1))),
    NO_DATA(
            "has not the data of the 1000000000 elements",
            tensor(TensorProto.newBuilder().setName("t").setDataType(1).addDims(1_000_000_000))),
    DATA_TWICE(
            "has not the data of the 1 elements",
            tensor(TestModels.floats("t", new float[1], 1).toBuilder().addFloatData(1))),
    DATA_OF_ANOTHER_TYPE(
            "has not the data of the 1 elements",
            tensor(TensorProto.newBuilder()
                    .setName("t")
                    .setDataType(1)
                    .addDims(1)
                    .addInt64Data(1))),
    TEXT(
            "is of type STRING",
            tensor(TensorProto.newBuilder()
                    .setName("t")
                    .setDataType(8)
                    .addDims(1)
                    .addStringData(ByteString.copyFromUtf8("x")))),
    UNKNOWN_TYPE("is of type 99", tensor(TensorProto.newBuilder().setName("t").setDataType(99))),
    A_HUNDRED_DIMENSIONS(
            "has 100 dimensions, allowed: 16",
            tensor(TestModels.floats("t", new float[1]).toBuilder().addAllDims(Collections.nCopies(100, 1L)))),
    LOOP_WITHOUT_END("a loop (Loop)", beside(HostileGraphs.loop("Loop", Long.MAX_VALUE))),
    SCAN("a loop (Scan)", beside(HostileGraphs.loop("Scan", 1))),
    LOOP_OVER_A_SEQUENCE("a loop (SequenceMap)", beside(HostileGraphs.loop("SequenceMap", 1))),
    LOOP_IN_A_BRANCH("a loop (Loop)", beside(HostileGraphs.branch("o", HostileGraphs.loop("Loop", Long.MAX_VALUE)))),
    BRANCHES_IN_BRANCHES("branches in branches, more than 3 deep", beside(HostileGraphs.branches(20))),
    BRANCHES_TOO_DEEP_TO_PARSE("pieces in pieces, more than 100 deep", beside(HostileGraphs.branches(500))),
    GRAPH_WHERE_NONE_BELONGS(
            "Relu has a graph of its own",
            beside(TestModels.node("Relu", List.of("f"), "y", HostileGraphs.graph("body", GraphProto.newBuilder())))),
    FUNCTION_THAT_CALLS_ITSELF(
            "functions of its own",
            model -> model.addFunctions(FunctionProto.newBuilder()
                    .setName("Again")
                    .setDomain("own")
                    .addNode(TestModels.node("Again", List.of("x"), "y").toBuilder()
                            .setDomain("own")))),
    TRAINING("or a training", model -> model.addTrainingInfo(TrainingInfoProto.getDefaultInstance())),
    DECISION_TREES(
            "an operator outside the ONNX standard",
            beside(TestModels.node("TreeEnsembleClassifier", List.of("x"), "y").toBuilder()
                    .setDomain("ai.onnx.ml")
                    .build())),
    CHANCE("the operator RandomUniformLike", beside(TestModels.node("RandomUniformLike", List.of("x"), "y"))),
    /** At which ONNX Runtime 1.29 aborts the process; found by mutation. */
    DEPTH_OF_NO_ELEMENTS(
            "the operator OneHot",
            model -> model.getGraphBuilder()
                    .addInitializer(HostileGraphs.longs("depth"))
                    .addInitializer(HostileGraphs.longs("places", 1))
                    .addNode(TestModels.node("OneHot", List.of("places", "depth", "w"), "y"))),
    /** ONNX Runtime 1.29 divides by what 32 bits leave of it; found by mutation. */
    BLOCKS_OF_NONE(
            "\"blocksize\" set to 8589934592",
            beside(TestModels.node("DepthToSpace", List.of("f"), "y", TestModels.integer("blocksize", 1L << 33)))),
    STEPS_BEYOND_32_BITS(
            "the operator MaxPool has \"strides\" set to 8589934592",
            beside(TestModels.node(
                    "MaxPool",
                    List.of("f"),
                    "y",
                    HostileGraphs.ints("kernel_shape", 1, 1),
                    HostileGraphs.ints("strides", 1, 1L << 33)))),
    /** ONNX Runtime 1.29 reads beside the shape; found by mutation. */
    FEWER_THAN_NO_DIMENSIONS(
            "\"batch_dims\" set to -7, allowed: 0 to",
            model -> model.getGraphBuilder()
                    .addInitializer(HostileGraphs.longs("places", 1))
                    .addNode(TestModels.node(
                            "GatherND", List.of("x", "places"), "y", TestModels.integer("batch_dims", -7)))),
    FIELD_OF_ANOTHER_TIME(
            "ModelProto has a field 26",
            model -> model.setUnknownFields(UnknownFieldSet.newBuilder()
                    .addField(
                            26,
                            UnknownFieldSet.Field.newBuilder()
                                    .addLengthDelimited(ByteString.EMPTY)
                                    .build())
                    .build())),
    MANY_OPERATORS("more than 20000 operators", model -> HostileGraphs.chain(model.getGraphBuilder(), 20_000)),
    MANY_TENSORS("more than 40000 tensors", model -> {
        for (int i = 0; i < 40_000; i++) {
            model.getGraphBuilder().addInitializer(TestModels.floats("t" + i, new float[1]));
        }
    }),
    MANY_INPUTS(
            "Concat has more than 2000 inputs",
            beside(TestModels.node("Concat", Collections.nCopies(2_001, "x"), "y", TestModels.integer("axis", 0)))),
    MANY_PIECES(
            "more than 1000000 pieces",
            model ->
                    model.getGraphBuilder().addAllNode(Collections.nCopies(1_000_000, NodeProto.getDefaultInstance()))),
    LONG_NAME("a name of 1001 characters", beside(TestModels.node("Relu", List.of("x"), "y".repeat(1_001)))),
    CYCLE(
            "uses \"logits\", which nothing before it makes",
            model -> model.getGraphBuilder().setNode(1, TestModels.node("Flatten", List.of("logits"), "x"))),
    ONE_NAME_FOR_TWO("two values the name \"logits\"", beside(TestModels.node("Relu", List.of("x"), "logits"))),
    OUTPUT_OF_NOWHERE(
            "uses \"nowhere\"",
            model -> model.getGraphBuilder().setOutput(0, TestModels.value("nowhere", TensorProto.DataType.FLOAT, 3))),
    SIZE_BY_PIXELS("decides the size of what ConstantOfShape makes", byPixels("ConstantOfShape", "size")),
    EXPANDED_BY_PIXELS("decides the size of what Expand makes", byPixels("Expand", "f", "size")),
    TILED_BY_PIXELS("decides the size of what Tile makes", byPixels("Tile", "f", "size")),
    PADDED_BY_PIXELS("decides the size of what Pad makes", byPixels("Pad", "f", "size")),
    RESIZED_BY_PIXELS("decides the size of what Resize makes", byPixels("Resize", "f", "", "", "size")),
    RANGE_BY_PIXELS("decides the size of what Range makes", byPixels("Range", "size", "size", "size")),
    BRANCH_BY_PIXELS("decides the size of what If makes", byPixels("If", "size")),
    SIZE_BY_BRIGHT_PIXELS("decides the size of what NonZero makes", byPixels("NonZero", "f")),
    TYPE_OF_OUTPUT_THAT_LIES(
            Stage.SESSION,
            "Type Error",
            model -> HostileGraphs.last(
                    model.getGraphBuilder(), "Cast", TestModels.integer("to", TensorProto.DataType.INT64_VALUE))),
    INFINITE_WEIGHTS(
            Stage.OUTPUT,
            "an output is NaN",
            model -> model.getGraphBuilder()
                    .setInitializer(
                            1,
                            TestModels.floats(
                                    "b", new float[] {Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, 0}, 3))),
    INFINITE_OUTPUT(
            Stage.OUTPUT,
            "an output is Infinity",
            model -> model.getGraphBuilder()
                    .setInitializer(1, TestModels.floats("b", new float[] {Float.POSITIVE_INFINITY, 0, 0}, 3))
                    .setNode(3, TestModels.node("Identity", List.of("logits"), "probabilities"))),
    OUTPUT_TURNED_OVER(
            Stage.OUTPUT,
            "",
            model -> HostileGraphs.last(model.getGraphBuilder(), "Transpose", HostileGraphs.ints("perm", 1, 0))),
    OUTPUT_OF_THE_BATCH(
            Stage.OUTPUT,
            "gave 1 values for 1 images of 3 classes",
            model -> HostileGraphs.last(model.getGraphBuilder(), "ReduceSum", TestModels.integer("keepdims", 0)));

    /** Where it must be refused. */
    public final Stage stage;

    /** What the refusal must say. */
    public final String why;

    @SuppressWarnings("ImmutableEnumChecker") // A lambda without state.
    private final Consumer<ModelProto.Builder> damage;

    HostileModel(String why, Consumer<ModelProto.Builder> damage) {
        this(Stage.PROTOBUF, why, damage);
    }

    HostileModel(Stage stage, String why, Consumer<ModelProto.Builder> damage) {
        this.stage = stage;
        this.why = why;
        this.damage = damage;
    }

    /** The file, for the key of this version. */
    public byte[] file(String version) {
        ModelProto.Builder model = TestModels.model(version, 0);
        damage.accept(model);
        return model.build().toByteArray();
    }

    private static Consumer<ModelProto.Builder> external(String location) {
        return tensor(TestModels.floats("t", new float[1], 1).toBuilder()
                .clearRawData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(location)));
    }

    private static Consumer<ModelProto.Builder> tensor(TensorProto tensor) {
        return model -> model.getGraphBuilder().addInitializer(tensor);
    }

    private static Consumer<ModelProto.Builder> tensor(TensorProto.Builder tensor) {
        return tensor(tensor.build());
    }

    private static Consumer<ModelProto.Builder> beside(NodeProto node) {
        return model -> model.getGraphBuilder().addNode(node);
    }

    private static Consumer<ModelProto.Builder> byPixels(String operator, String... inputs) {
        return model -> model.getGraphBuilder()
                .addNode(TestModels.node(
                        "Cast", List.of("f"), "size", TestModels.integer("to", TensorProto.DataType.INT64_VALUE)))
                .addNode(TestModels.node(operator, List.of(inputs), "y"));
    }
}
