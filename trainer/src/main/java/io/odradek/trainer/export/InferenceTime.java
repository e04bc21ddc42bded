package io.odradek.trainer.export;

import io.odradek.trainer.config.ComputeDevice;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.export.graph.GraphExporter;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.onnx.OnnxSession;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * What a net costs to run, beside what the net of recipe {@code seed} costs on the same images at the same time:
 * operations alone say little, because ONNX Runtime is faster in some than in others.
 *
 * @param microsPerImage in ONNX Runtime on one thread in batches of 32; the median of the rounds
 * @param seedMicrosPerImage the same of a net that recipe {@code seed} builds for these images
 */
public record InferenceTime(double microsPerImage, double seedMicrosPerImage) {
    /** Smaller images the seed recipe's net cannot take. */
    public static final int LEAST_SIDE = 4;

    private static final int BATCH = 32;
    private static final int CALLS = 8;
    private static final int ROUNDS = 15;
    private static final int WARM_UP_ROUNDS = 5;

    /** Measures, the two in turns; takes about a second with small images, which are at least 4 pixels a side. */
    public static InferenceTime measure(Net net) {
        InputSpec input = net.input();
        byte[] pixels = new byte[BATCH * input.bytes()];
        new Random(0).nextBytes(pixels);
        LabelledImages noise = new LabelledImages(input, pixels, new byte[BATCH]);
        double[] own = new double[ROUNDS];
        double[] seed = new double[ROUNDS];
        try (Net seedNet = Net.create(Recipe.SEED, input, net.classes(), 0, ComputeDevice.CPU);
                OnnxSession session = open(net);
                OnnxSession seedSession = open(seedNet)) {
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                double first = micros(session, noise, net.classes());
                double second = micros(seedSession, noise, net.classes());
                if (round >= 0) {
                    own[round] = first;
                    seed[round] = second;
                }
            }
        }
        return new InferenceTime(median(own), median(seed));
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

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
