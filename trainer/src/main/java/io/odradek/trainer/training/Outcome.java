package io.odradek.trainer.training;

import java.util.List;

/** How a training ended. */
public sealed interface Outcome {
    /**
     * All epochs are done.
     *
     * @param epochs in order
     * @param seconds wall time of all epochs
     * @param cpuSeconds processor time that this process spent meanwhile, all threads together
     */
    record Trained(List<EpochMetrics> epochs, double seconds, double cpuSeconds) implements Outcome {
        /** Copies the list. */
        public Trained {
            epochs = List.copyOf(epochs);
        }
    }

    /** Somebody asked to stop; the net is somewhere in the middle. */
    record Stopped() implements Outcome {}

    /**
     * The loss is no longer a number; the net is useless.
     *
     * @param epoch from 1
     * @param step from 1, within the epoch
     * @param loss NaN or infinite
     */
    record Diverged(int epoch, int step, float loss) implements Outcome {}
}
