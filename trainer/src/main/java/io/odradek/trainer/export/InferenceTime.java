package io.odradek.trainer.export;

import io.odradek.trainer.config.ComputeDevice;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.export.graph.GraphExporter;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.onnx.OnnxSession;
import java.util.Map;
import java.util.Random;

/**
 * What a net costs to run, beside what the net of recipe {@code seed} costs on the same images at the same time:
 * operations alone say little, because ONNX Runtime is faster in some than in others.
 *
 * @param microsPerImage in ONNX Runtime on one thread in batches of 32; the shortest of the rounds, which other
 *     programs disturbed least
 * @param seedMicrosPerImage the same of a net that recipe {@code seed} builds for these images
 */
public record InferenceTime(double microsPerImage, double seedMicrosPerImage) {
    /** Smaller images the seed recipe's net cannot take. */
    public static final int LEAST_SIDE = 4;

    private static final int BATCH = 32;
    private static final int CALLS = 4;
    private static final int ROUNDS = 40;

    /** Measures, the two in turns; takes about a second with small images, which are at least 4 pixels a side. */
    public static InferenceTime measure(Net net) {
        InputSpec input = net.input();
        byte[] pixels = new byte[BATCH * input.bytes()];
        new Random(0).nextBytes(pixels);
        LabelledImages noise = new LabelledImages(input, pixels, new byte[BATCH]);
        double own = Double.MAX_VALUE;
        double seed = Double.MAX_VALUE;
        try (Net seedNet = Net.create(Recipe.SEED, input, net.classes(), 0, ComputeDevice.CPU);
                OnnxSession session = open(net);
                OnnxSession seedSession = open(seedNet)) {
            for (int round = 0; round < ROUNDS; round++) {
                own = Math.min(own, micros(session, noise, net.classes()));
                seed = Math.min(seed, micros(seedSession, noise, net.classes()));
            }
        }
        return new InferenceTime(own, seed);
    }

    private static OnnxSession open(Net net) {
        byte[] graph = GraphExporter.model(GraphExporter.export(net), Map.of()).toByteArray();
        return OnnxSession.open(graph, 1, "the exported graph");
    }

    private static double micros(OnnxSession session, LabelledImages images, int classes) {
        long start = System.nanoTime();
        for (int call = 0; call < CALLS; call++) {
            session.probabilities(images, classes);
        }
        return (System.nanoTime() - start) / 1e3 / CALLS / images.size();
    }
}
