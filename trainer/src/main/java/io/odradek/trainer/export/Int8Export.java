package io.odradek.trainer.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.export.graph.GraphExporter;
import io.odradek.trainer.export.quantize.Quantizer;
import io.odradek.trainer.onnx.GoldenExample;
import io.odradek.trainer.onnx.ModelFile;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes an exported model once more, in integers of 8 bits, as a model of its own: its version, accuracy, golden images
 * and reference are its own, computed by itself.
 *
 * @param floats how the model in floats was written
 * @param anyhow whether a file is wanted however much accuracy it loses
 */
public record Int8Export(OnnxExport floats, boolean anyhow) {
    private static final String SUFFIX = "-int8";
    private static final int CALIBRATION_IMAGES = 1_000;

    /**
     * What the model in integers is called: the same name, and the version with {@code -int8}.
     *
     * @throws IllegalArgumentException when that is too long for a version
     */
    public static ModelId id(ModelId floats) {
        return new ModelId(floats.name(), floats.version() + SUFFIX);
    }

    /**
     * Quantizes and measures.
     *
     * @param model the file in floats
     * @param accuracy of the file in floats on {@code test}
     * @param train images of the training, for the ranges
     */
    public Int8Model export(ModelFile model, double accuracy, LabelledImages train, LabelledImages test) {
        LabelledImages calibration = train.spread(CALIBRATION_IMAGES);
        GraphProto graph = Quantizer.quantize(graph(model), calibration, floats.threads());
        OnnxExport own = own(calibration.size());
        Scores probabilities = own.probabilities(graph, floats.labels().size(), test);
        byte[] bytes = GraphExporter.model(
                        graph,
                        own.metadata(model.input(), test, probabilities, GoldenExample.INT8_TOLERANCE)
                                .toProperties())
                .toByteArray();
        double int8 = probabilities.accuracy(test);
        // By counts: the difference of two shares has no round end.
        double loss = (Math.rint(accuracy * test.size()) - Math.rint(int8 * test.size())) / test.size();
        boolean kept = anyhow || loss <= Quantization.MAX_LOSS;
        Quantization quantization =
                new Quantization(own.id().version(), int8, loss, test.size(), calibration.size(), bytes.length, kept);
        return new Int8Model(quantization, bytes);
    }

    private OnnxExport own(int calibrationImages) {
        Map<String, Object> recipe = new LinkedHashMap<>(floats.recipe());
        recipe.put("quantized", "int8");
        recipe.put("calibrationImages", calibrationImages);
        return new OnnxExport(
                id(floats.id()),
                floats.created(),
                floats.labels(),
                recipe,
                floats.dataSha256(),
                floats.golden(),
                floats.threads());
    }

    private static GraphProto graph(ModelFile model) {
        try {
            return ModelProto.parseFrom(model.bytes()).getGraph();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(model.path() + " was read as ONNX before", e);
        }
    }
}
