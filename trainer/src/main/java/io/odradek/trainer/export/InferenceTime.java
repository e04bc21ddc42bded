package io.odradek.trainer.export;

import io.odradek.trainer.config.ComputeDevice;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.export.graph.GraphExporter;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.onnx.OnnxSession;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs to run, beside what the net of recipe {@code seed} costs on the same images at the same time:
 * operations alone say little, because ONNX Runtime is faster in some than in others. In ONNX Runtime on one thread in
 * batches of 32; the shortest of the rounds, which other programs disturbed least.
 *
 * @param microsPerImage of the model
 * @param seedMicrosPerImage of a net that recipe {@code seed} builds for these images
 * @param int8MicrosPerImage of the model in integers; null where there is none
 */
public record InferenceTime(
        double microsPerImage,
        double seedMicrosPerImage,
        @Nullable Double int8MicrosPerImage) {
    /** Smaller images the seed recipe's net cannot take. */
    private static final int LEAST_SIDE = 4;

    /** Larger images would take minutes, and the seed recipe's net much memory. */
    private static final int MOST_BYTES = 3 * 64 * 64;

    private static final int BATCH = 32;
    private static final int CALLS = 4;
    private static final int LEAST_ROUNDS = 3;
    private static final int MOST_ROUNDS = 40;
    private static final long ENOUGH_NANOS = 2_000_000_000L;

    /** Whether it can be measured for these images: at least 4 pixels a side, at most 64x64 with three channels. */
    public static boolean isFor(InputSpec input) {
        return Math.min(input.height(), input.width()) >= LEAST_SIDE && input.bytes() <= MOST_BYTES;
    }

    /**
     * Measures, all in turns; takes at most some two seconds where a model is no more than a hundred times dearer than
     * the seed recipe's.
     *
     * @param model an ONNX file's content
     * @param int8 the same in integers, if there is one
     * @param input for which {@link #isFor} holds
     */
    public static InferenceTime measure(byte[] model, byte @Nullable [] int8, InputSpec input, int classes) {
        LabelledImages noise = LabelledImages.noise(input, BATCH);
        try (OnnxSession session = open(model);
                OnnxSession seedSession = open(seed(input, classes));
                @Nullable OnnxSession int8Session = int8 == null ? null : open(int8)) {
            double own = Double.MAX_VALUE;
            double seed = Double.MAX_VALUE;
            double integers = Double.MAX_VALUE;
            long end = System.nanoTime() + ENOUGH_NANOS;
            for (int round = 0; round < MOST_ROUNDS && (round < LEAST_ROUNDS || System.nanoTime() < end); round++) {
                own = Math.min(own, micros(session, noise, classes));
                seed = Math.min(seed, micros(seedSession, noise, classes));
                if (int8Session != null) {
                    integers = Math.min(integers, micros(int8Session, noise, classes));
                }
            }
            return new InferenceTime(own, seed, int8Session == null ? null : integers);
        }
    }

    private static byte[] seed(InputSpec input, int classes) {
        try (Net net = Net.create(Recipe.SEED, input, classes, 0, ComputeDevice.CPU)) {
            return GraphExporter.model(GraphExporter.export(net), Map.of()).toByteArray();
        }
    }

    private static OnnxSession open(byte[] model) {
        return OnnxSession.open(model, 1, "the model");
    }

    private static double micros(OnnxSession session, LabelledImages images, int classes) {
        long start = System.nanoTime();
        for (int call = 0; call < CALLS; call++) {
            session.probabilities(images, classes);
        }
        return (System.nanoTime() - start) / 1e3 / CALLS / images.size();
    }
}
