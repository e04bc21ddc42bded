package io.odradek.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.onnx.proto.OnnxMl.GraphProto;
import com.google.protobuf.ByteString;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.export.graph.GraphExporter;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.testing.RealData;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
                            refused ->
                                    assertThat(refused.reason()).containsAnyOf("differs by", "to the net and class"));
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
