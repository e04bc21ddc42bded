package io.odradek.streamer.model;

import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The most probable class, and whether every probability is a number. */
@State(Scope.Thread)
public class ArgmaxBenchmark {
    private float[] probabilities = new float[0];

    /** Classes of the model. */
    @Param({"10", "1000"})
    public int classes;

    /** Makes probabilities. */
    @Setup
    public void predict() {
        Random random = new Random(classes);
        probabilities = new float[classes];
        for (int i = 0; i < classes; i++) {
            probabilities[i] = random.nextFloat();
        }
    }

    /** The index of the largest. */
    @Benchmark
    public int best() {
        return Argmax.of(probabilities);
    }
}
