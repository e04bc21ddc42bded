package io.odradek.streamer.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.Random;

/**
 * Small real ONNX classifiers as other tools export them: float input {@code [N, sides]} -> Flatten -> Gemm -> float
 * {@code [N, 3]}, without metadata. The weights are random.
 */
public final class ForeignModels {
    private ForeignModels() {}

    /** Returns logits. */
    public static ModelProto.Builder logits(long... sides) {
        int inputs = 1;
        for (long side : sides) {
            inputs *= (int) side;
        }
        Random random = new Random(7);
        float[] weights = new float[inputs * 3];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("foreign")
                .addInput(TestModels.value("input", TensorProto.DataType.FLOAT, sides))
                .addOutput(TestModels.value("output", TensorProto.DataType.FLOAT, 3))
                .addInitializer(TestModels.floats("w", weights, inputs, 3))
                .addInitializer(TestModels.floats("b", new float[] {0.1f, -0.2f, 0.3f}, 3))
                .addNode(TestModels.node("Flatten", List.of("input"), "flat", TestModels.integer("axis", 1)))
                .addNode(TestModels.node("Gemm", List.of("flat", "w", "b"), "output"));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
                .setGraph(graph);
    }

    /** Takes {@code [N, 1, 2, 2]} pixels of 0 to 1, and answers as {@link TestModels} do. */
    public static byte[] brightest(int shift) {
        float[] weights = new float[12];
        for (int pixel = 0; pixel < 3; pixel++) {
            weights[pixel * 3 + (pixel + shift) % 3] = 0.05f * 255;
        }
        ModelProto.Builder model = logits(1, 2, 2);
        model.getGraphBuilder()
                .setInitializer(0, TestModels.floats("w", weights, 4, 3))
                .setInitializer(1, TestModels.floats("b", new float[3], 3));
        return model.build().toByteArray();
    }

    /** A sidecar for {@link #brightest}. */
    public static String sidecar(String version) {
        return sidecar(version, "\"layout\":\"NCHW\",\"channels\":1,\"height\":2,\"width\":2", "logits");
    }

    /** A sidecar with these parts of {@code odradek.input}. */
    public static String sidecar(String version, String input, String output) {
        return "{\"odradek.name\":\"" + TestModels.NAME + "\",\"odradek.version\":\"" + version
                + "\",\"odradek.labels\":[\"zero\",\"one\",\"two\"],\"odradek.output\":\"" + output
                + "\",\"odradek.input\":{" + input + "}}";
    }
}
