package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.export.Int8Export;
import io.odradek.trainer.export.Int8Model;
import io.odradek.trainer.export.OnnxExport;
import io.odradek.trainer.export.Quantization;
import io.odradek.trainer.onnx.ModelFile;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a second file with smaller numbers is wanted. */
final class QuantizeOptions {
    private enum Type {
        INT8
    }

    @Option(
            names = "--quantize",
            paramLabel = "TYPE",
            description = {
                "int8: also write model-int8.onnx, whose layers compute with integers",
                "of 8 bits; their ranges are measured on 1,000 training images. It is refused",
                "where it loses more than 0.3 points of test accuracy; model.onnx stays.",
                "--publish publishes it too, as VERSION-int8, and does not make it live."
            })
    private @Nullable Type type;

    @Option(names = "--force-quantize", description = "Keep model-int8.onnx however much accuracy it loses.")
    private boolean force;

    boolean isWanted() {
        return type != null;
    }

    /** @throws IllegalArgumentException when the options, or the version of the second file, are not allowed */
    void check(ModelId id) {
        if (force && type == null) {
            throw new IllegalArgumentException("--force-quantize keeps what --quantize int8 makes; give that too");
        }
        if (type != null) {
            Int8Export.id(id);
        }
    }

    /** Makes the second model, if it is wanted; null where it is not. */
    @Nullable
    Int8Model export(OnnxExport export, ModelFile model, double accuracy, TrainingImages images) {
        return type == null
                ? null
                : new Int8Export(export, force).export(model, accuracy, images.train(), images.test());
    }

    /** @throws TrainerException when the second model lost too much */
    static void requireKept(Quantization int8) {
        if (!int8.kept()) {
            throw new TrainerException(ModelDirectory.INT8 + " was not kept: " + measured(int8) + ", allowed are "
                    + String.format(Locale.ROOT, "%.1f", 100 * Quantization.MAX_LOSS) + " points; "
                    + ModelDirectory.MODEL
                    + " is written, nothing is published; to keep both give --force-quantize");
        }
    }

    /** What to tell of the second file. */
    static String summary(Quantization int8) {
        return measured(int8) + "; " + count(int8.bytes()) + " bytes, ranges measured on "
                + count(int8.calibrationImages()) + " training images";
    }

    private static String measured(Quantization int8) {
        return "test accuracy " + accuracy(int8) + " on " + count(int8.testImages()) + " images";
    }

    /** The same for the report. */
    static Map<String, String> facts(@Nullable Quantization int8) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (int8 != null) {
            facts.put("version", int8.version());
            facts.put("test accuracy", accuracy(int8) + " on the same " + count(int8.testImages()) + " images");
            facts.put("file", int8.kept() ? count(int8.bytes()) + " bytes" : "refused, because it lost too much");
            facts.put("ranges", "measured on " + count(int8.calibrationImages()) + " training images");
        }
        return facts;
    }

    private static String accuracy(Quantization int8) {
        double points = 100 * int8.accuracyLoss();
        return String.format(
                Locale.ROOT,
                "%.4f, %.2f points %s %s",
                int8.testAccuracy(),
                Math.abs(points),
                points < 0 ? "above" : "below",
                ModelDirectory.MODEL);
    }

    private static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
