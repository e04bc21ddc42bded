package io.odradek.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.ParameterList;
import ai.onnx.proto.OnnxMl.GraphProto;
import com.google.protobuf.ByteString;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.export.graph.GraphExporter;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.testing.RealData;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParityGateTest {
    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    @Test
    void judgesGreatLogitsInProportion() {
        // Given
        try (Net net = net()) {
            NDArray weight = net.block()
                    .getChildren()
                    .get(7)
                    .getValue()
                    .getDirectParameters()
                    .get("weight")
                    .getArray();
            weight.muli(10_000);
            byte[] good =
                    GraphExporter.model(GraphExporter.export(net), Map.of()).toByteArray();

            // When
            ParityGate.Verdict verdict = ParityGate.judge(good, net.logits(test()), test(), 1);

            // Then: rounding alone is more than 1e-4
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            ParityGate.Passed.class,
                            passed ->
                                    assertThat(passed.parity().maxDifference()).isGreaterThan(1e-4));
        }
    }

    @Test
    void refusesAFileWithOneChangedWeight() {
        // Given
        try (Net net = net()) {
            GraphProto.Builder graph = GraphExporter.export(net).toBuilder();
            int bias = graph.getInitializerCount() - 1;
            byte[] numbers = graph.getInitializer(bias).getRawData().toByteArray();
            // The lowest byte of the exponent's half: the first bias doubles or halves.
            numbers[2] ^= (byte) 0x80;
            graph.getInitializerBuilder(bias).setRawData(ByteString.copyFrom(numbers));
            byte[] broken = GraphExporter.model(graph.build(), Map.of()).toByteArray();

            // When
            ParityGate.Verdict verdict = ParityGate.judge(broken, net.logits(test()), test(), 1);

            // Then
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            ParityGate.Refused.class,
                            refused -> assertThat(refused.reason()).contains("differs by"));
        }
    }

    /** Both classes' logits, of the net and of the file, above one; the others are 0. The tolerance is 1e-4. */
    @ParameterizedTest(name = "net {0} {1}, file {2} {3}: passes {4}")
    @CsvSource({
        // Another class wins, and the net's two were less than twice the tolerance apart.
        "0.00015, 0,       0.00007, 0.00008, true",
        "0,       0,       0,       0.00001, true",
        // Another class wins over one that was clearly ahead.
        "0.00025, 0,       0.00012, 0.00013, false",
        // The same class wins, further off than is allowed.
        "0.00025, 0,       0.00014, 0,       false",
    })
    void allowsAnotherClassOnlyWhereTheNetIsUndecided(float a, float b, float otherA, float otherB, boolean passes) {
        // Given
        try (Net net = net();
                Net other = net()) {
            answerAlways(net, 1 + a, 1 + b);
            answerAlways(other, 1 + otherA, 1 + otherB);
            byte[] file =
                    GraphExporter.model(GraphExporter.export(other), Map.of()).toByteArray();

            // When
            ParityGate.Verdict verdict = ParityGate.judge(file, net.logits(test()), test(), 1);

            // Then
            assertThat(verdict).isInstanceOf(passes ? ParityGate.Passed.class : ParityGate.Refused.class);
        }
    }

    @Test
    void refusesNumbersThatAreNone() {
        // Given
        try (Net net = net()) {
            GraphProto.Builder graph = GraphExporter.export(net).toBuilder();
            graph.getInitializerBuilder(graph.getInitializerCount() - 1).setRawData(ByteString.copyFrom(nanBytes(10)));

            // When
            ParityGate.Verdict verdict = ParityGate.judge(
                    GraphExporter.model(graph.build(), Map.of()).toByteArray(), net.logits(test()), test(), 1);

            // Then
            assertThat(verdict).isInstanceOf(ParityGate.Refused.class);
        }
    }

    private static void answerAlways(Net net, float... logits) {
        ParameterList linear = net.block().getChildren().get(7).getValue().getDirectParameters();
        linear.get("weight").getArray().muli(0);
        NDArray bias = linear.get("bias").getArray();
        try (NDArray values = bias.getManager().create(Arrays.copyOf(logits, 10))) {
            bias.muli(0).addi(values);
        }
    }

    private static Net net() {
        return Net.create(Recipe.SEED, FashionMnist.INPUT, 10, 1);
    }

    private static LabelledImages test() {
        return RealData.test().head(1000);
    }

    private static byte[] nanBytes(int floats) {
        byte[] bytes = new byte[4 * floats];
        for (int i = 0; i < floats; i++) {
            bytes[4 * i + 2] = (byte) 0xc0;
            bytes[4 * i + 3] = 0x7f;
        }
        return bytes;
    }
}
