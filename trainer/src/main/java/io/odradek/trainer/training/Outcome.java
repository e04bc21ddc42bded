package io.odradek.trainer.training;

import java.util.List;

/** How a training ended. */
public sealed interface Outcome {
    /**
     * All epochs are done.
     *
     * @param epochs in order
     */
    record Trained(List<EpochMetrics> epochs) implements Outcome {
        /** Copies the list. */
        public Trained {
            epochs = List.copyOf(epochs);
        }
    }

    /** Somebody asked to stop; with the net's weights, {@code at} is where it goes on. */
    record Stopped(Position at) implements Outcome {}

    /**
     * The net is useless: the loss of a step or after an epoch is no longer a number, or after an
     * epoch of at least 100 steps it is no lower than guessing costs, over the epoch and on the held-out images.
     *
     * @param epoch from 1
     * @param step from 1, within the epoch
     * @param loss NaN or infinite, or the epoch's mean
     */
    record Diverged(int epoch, int step, double loss) implements Outcome {}
}
