package io.odradek.streamer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.odradek.streamer.model.HostileGraphs;
import io.odradek.streamer.model.TestModels;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of a graph is too much, and what pixels decide; {@code HostileModel} has a file for each kind of harm. */
class GraphCheckTest {
    private final GraphProto.Builder graph =
            GraphProto.newBuilder().addInput(named("image")).addInitializer(TestModels.floats("w", new float[1]));

    @Test
    void takesTwentyThousandOperators() {
        for (int i = 0; i < 20_000; i++) {
            graph.addNode(node("Relu", "r" + i, "image"));
        }

        passes();
        graph.addNode(node("Relu", "last", "image"));
        refuses("more than 20000 operators");
    }

    @Test
    void takesFortyThousandTensorsThoseOfConstantsIncluded() {
        TensorProto tensor = TestModels.floats("", new float[1]);
        AttributeProto.Builder value =
                AttributeProto.newBuilder().setName("value").setT(tensor).addAllTensors(Collections.nCopies(9, tensor));
        // Beside the one that is there.
        for (int i = 0; i < 3_999; i++) {
            graph.addNode(node("Constant", "c" + i).toBuilder().addAttribute(value));
        }
        for (int i = 0; i < 9; i++) {
            graph.addInitializer(TestModels.floats("t" + i, new float[1]));
        }

        passes();
        graph.addInitializer(TestModels.floats("last", new float[1]));
        refuses("more than 40000 tensors");
    }

    @Test
    void takesTwoThousandInputsAndOutputsOfAnOperator() {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Concat")
                .addAllInput(Collections.nCopies(2_000, "image"))
                .addAllOutput(Collections.nCopies(2_000, "")));

        passes();
        graph.setNode(0, graph.getNode(0).toBuilder().addOutput(""));
        refuses("the operator Concat has more than 2000 inputs or outputs");
    }

    @Test
    void takesNamesOfAThousandCharacters() {
        graph.addNode(node("Relu", "n".repeat(1_000), "image"));

        passes();
        graph.addNode(node("Relu", "n".repeat(1_001), "image"));
        refuses("a name of 1001 characters, allowed: 1000");
    }

    @Test
    void takesBranchesInBranchesThreeDeep() {
        NodeProto three = branch("c", branch("b", branch("a", node("Identity", "i", "image"))));
        graph.addNode(three);

        passes();
        graph.setNode(0, branch("d", three));
        refuses("branches in branches, more than 3 deep");
    }

    @Test
    void givesNoTwoValuesOneNameNotInABranchEither() {
        graph.addNode(branch("y", node("Identity", "w", "image")));

        refuses("two values the name \"w\"");
    }

    @Test
    void takesAnInitializerThatIsAnInputToo() {
        graph.addInput(named("w")).addNode(node("Expand", "y", "image", "w"));

        passes();
    }

    @Test
    void letsABranchUseWhatIsMadeAroundItAndNothingElseUseWhatIsMadeInIt() {
        graph.addNode(node("Relu", "r", "image")).addNode(branch("y", node("Identity", "i", "r")));

        passes();
        graph.addNode(node("Relu", "z", "i"));
        refuses("uses \"i\", which nothing before it makes");
    }

    @Test
    void leavesOutWhatAnOperatorMayBeWithout() {
        graph.addNode(node("Clip", "y", "image", "", "w"));

        passes();
    }

    @Test
    void usesNothingThatComesLater() {
        graph.addNode(node("Relu", "a", "b")).addNode(node("Relu", "b", "image"));

        refuses("uses \"b\", which nothing before it makes");
    }

    @Test
    void hasOutputsThatAreMade() {
        graph.addNode(node("Relu", "a", "image")).addOutput(named("a"));

        passes();
        graph.addOutput(named("b"));
        refuses("uses \"b\", which nothing before it makes");
    }

    @Test
    void letsPixelsDecideNoSizeHoweverManyOperatorsAreBetween() {
        graph.addNode(node("Cast", "a", "image"))
                .addNode(node("Add", "b", "w", "a"))
                .addNode(node("Tile", "y", "w", "b"));

        refuses("what an image shows decides the size of what Tile makes (\"y\")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shape", "Size", "SequenceLength"})
    void letsTheSizeOfAnImageDecideSizes(String operator) {
        graph.addNode(node(operator, "n", "image")).addNode(node("Expand", "y", "w", "n"));

        passes();
    }

    @Test
    void letsPixelsDecideNoSizeThroughABranch() {
        graph.addNode(branch("n", node("Cast", "i", "image"))).addNode(node("Expand", "y", "w", "n"));

        refuses("decides the size of what Expand makes");
        graph.setNode(0, branch("n", node("Cast", "i", "w")));
        passes();
    }

    @Test
    void takesABranchOfWhichOneOutputOfSeveralVariesForOneThatDoes() {
        GraphProto.Builder body = GraphProto.newBuilder()
                .addNode(node("Cast", "i", "image"))
                .addNode(node("Cast", "j", "w"))
                .addOutput(named("i"))
                .addOutput(named("j"));
        graph.addNode(node("If", "n", "w").toBuilder().addAttribute(HostileGraphs.graph("then_branch", body)))
                .addNode(node("Expand", "y", "w", "n"));

        refuses("decides the size of what Expand makes");
    }

    @Test
    void refusesSparseTensorsWhereverTheyStand() {
        String why = "sparse tensors, which are not served";
        SparseTensorProto sparse = SparseTensorProto.getDefaultInstance();
        graph.addNode(node("Constant", "c").toBuilder()
                .addAttribute(AttributeProto.newBuilder().setName("a").setSparseTensor(sparse)));
        refuses(why);
        graph.setNode(
                0,
                node("Constant", "c").toBuilder()
                        .addAttribute(AttributeProto.newBuilder().setName("a").addSparseTensors(sparse)));
        refuses(why);
        graph.removeNode(0);
        passes();
        graph.addSparseInitializer(sparse);
        refuses(why);
    }

    @Test
    void looksAtEachTensorOfAConstant() {
        TensorProto.Builder wrong = TestModels.floats("t", new float[2], 1).toBuilder();
        graph.addNode(node("Constant", "c").toBuilder()
                .addAttribute(AttributeProto.newBuilder().setName("value").setT(wrong)));
        refuses("has not the data of the 1 elements");
        graph.setNode(
                0,
                node("Constant", "c").toBuilder()
                        .addAttribute(
                                AttributeProto.newBuilder().setName("values").addTensors(wrong)));
        refuses("has not the data of the 1 elements");
    }

    @Test
    void refusesGraphsOfAnOperatorButThoseOfAnIf() {
        GraphProto.Builder body = GraphProto.newBuilder();
        graph.addNode(node("Relu", "y", "image").toBuilder().addAttribute(HostileGraphs.graph("g", body)));
        refuses("the operator Relu has a graph of its own");
        graph.setNode(
                0,
                node("If", "y", "w").toBuilder()
                        .addAttribute(AttributeProto.newBuilder().setName("gs").addGraphs(body)));
        refuses("the operator If has a graph of its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ai.onnx"})
    void takesOperatorsOfTheStandardByBothItsNames(String domain) {
        graph.addNode(node("Relu", "y", "image").toBuilder().setDomain(domain));

        passes();
    }

    private static ValueInfoProto named(String name) {
        return ValueInfoProto.newBuilder().setName(name).build();
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return TestModels.node(operator, List.of(inputs), output);
    }

    /** An If that the image does not decide, with this in its branch. */
    private static NodeProto branch(String output, NodeProto inner) {
        GraphProto.Builder body = GraphProto.newBuilder().addNode(inner).addOutput(named(inner.getOutput(0)));
        return node("If", output, "w").toBuilder()
                .addAttribute(HostileGraphs.graph("then_branch", body))
                .build();
    }

    private void passes() {
        assertThatCode(() -> GraphCheck.check(graph.build())).doesNotThrowAnyException();
    }

    private void refuses(String why) {
        assertThatThrownBy(() -> GraphCheck.check(graph.build()))
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.stage()).isEqualTo(Stage.PROTOBUF));
    }
}
