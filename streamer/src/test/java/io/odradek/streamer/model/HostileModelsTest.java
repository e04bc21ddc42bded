package io.odradek.streamer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.contract.TrustedKeys;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostileModelsTest {
    private static final int MAX_BYTES = 16 << 20;

    @ParameterizedTest
    @EnumSource
    void refusesAHostileFile(HostileModel hostile) {
        byte[] file = hostile.file("1");
        Probe probe = hostile.stage == Stage.PROTOBUF ? HostileModelsTest::refuse : Probe.NONE;

        assertThatThrownBy(() -> admit(file, probe)).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused).hasMessageContaining(hostile.why);
            assertThat(refused.stage()).isEqualTo(hostile.stage);
        });
    }

    /** In place of native code, in which what should have been refused before would end this process. */
    private static void refuse(byte[] file, BooleanSupplier stopping) throws RefusedException {
        throw new RefusedException(Stage.PROBE, "it has passed the check in Java");
    }

    @Test
    void admitsNamesThatLookLikePathsOrFormats() throws RefusedException {
        ModelProto.Builder model = TestModels.model("1", 0);
        HostileGraphs.last(model.getGraphBuilder(), "Identity");
        String name = "../../../../etc/passwd\0%s%n\u001b[31m";
        GraphProto.Builder graph = model.getGraphBuilder();
        graph.setName(name)
                .setNode(3, graph.getNode(3).toBuilder().setName(name).setOutput(0, name))
                .setNode(4, graph.getNode(4).toBuilder().setInput(0, name));

        admit(model.build().toByteArray());
    }

    @Test
    void admitsSizesThatDependOnTheNumberOfImages() throws RefusedException {
        ModelProto.Builder model = TestModels.model("1", 0);
        GraphProto.Builder graph = model.getGraphBuilder();
        NodeProto flatten = graph.getNode(1);
        graph.removeNode(3).removeNode(2).removeNode(1);
        graph.addInitializer(HostileGraphs.longs("first", 0))
                .addInitializer(HostileGraphs.longs("rest", -1))
                .addNode(TestModels.node("Shape", List.of("f"), "shape"))
                .addNode(TestModels.node("Gather", List.of("shape", "first"), "n"))
                .addNode(TestModels.node("Concat", List.of("n", "rest"), "sides", TestModels.integer("axis", 0)))
                .addNode(TestModels.node("Reshape", List.of("f", "sides"), flatten.getOutput(0)))
                .addAllNode(TestModels.model("1", 0).getGraph().getNodeList().subList(2, 4));

        admit(model.build().toByteArray());
    }

    /** As exporters wrote it up to opset 9. */
    @Test
    void admitsASliceToTheLastElement() throws RefusedException {
        ModelProto.Builder model = TestModels.model("1", 0);
        model.setOpsetImport(0, model.getOpsetImport(0).toBuilder().setVersion(9));
        HostileGraphs.last(
                model.getGraphBuilder(),
                "Slice",
                HostileGraphs.ints("axes", 0, 1),
                HostileGraphs.ints("starts", 0, Long.MIN_VALUE),
                HostileGraphs.ints("ends", Long.MAX_VALUE, Long.MAX_VALUE));

        admit(model.build().toByteArray());
    }

    @Test
    void admitsABranchThatPixelsDoNotDecide() throws RefusedException {
        ModelProto.Builder model = TestModels.model("1", 0);
        GraphProto.Builder graph = model.getGraphBuilder();
        GraphProto.Builder either = GraphProto.newBuilder()
                .setName("either")
                .addNode(TestModels.node("Relu", List.of("logits"), "a"))
                .addOutput(ValueInfoProto.newBuilder().setName("a"));
        GraphProto.Builder or = GraphProto.newBuilder()
                .setName("or")
                .addNode(TestModels.node("Identity", List.of("logits"), "other"))
                .addOutput(ValueInfoProto.newBuilder().setName("other"));
        NodeProto softmax = graph.getNode(3);
        graph.removeNode(3)
                .addNode(TestModels.node("Size", List.of("w"), "size"))
                .addNode(TestModels.node("Equal", List.of("size", "size"), "always"))
                .addNode(TestModels.node(
                        "If",
                        List.of("always"),
                        "decided",
                        HostileGraphs.graph("then_branch", either),
                        HostileGraphs.graph("else_branch", or)))
                .addNode(softmax.toBuilder().setInput(0, "decided"));

        admit(model.build().toByteArray());
    }

    private static void admit(byte[] file) throws RefusedException {
        admit(file, Probe.NONE);
    }

    private static void admit(byte[] file, Probe probe) throws RefusedException {
        Trial.of(new AdmissionGate(MAX_BYTES, TrustedKeys.NONE, probe), file, TestModels.NAME, "1");
    }
}
