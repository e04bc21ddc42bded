package io.odradek.trainer.training;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a training has come: with the weights and the optimizer's state, all that decides how it goes on. Immutable.
 *
 * @param epoch under way, from 1, counted over continued runs
 * @param images that this epoch has behind it
 * @param lossSum of those images
 * @param epochSeconds wall time of this epoch so far
 * @param epochs that are done, since this training began
 */
public record Position(int epoch, int images, double lossSum, double epochSeconds, List<EpochMetrics> epochs) {
    /** Copies the list. */
    public Position {
        epochs = List.copyOf(epochs);
    }

    /** Before the first step. */
    public static Position before(int epoch) {
        return new Position(epoch, 0, 0, 0, List.of());
    }

    /** Mean loss of this epoch so far; at least one step is done. */
    public double meanLoss() {
        return lossSum / images;
    }

    Position afterStep(int imagesBehind, float loss, double secondsSoFar) {
        return new Position(epoch, imagesBehind, lossSum + loss * (imagesBehind - images), secondsSoFar, epochs);
    }

    Position afterEpoch(EpochMetrics metrics) {
        List<EpochMetrics> done = new ArrayList<>(epochs);
        done.add(metrics);
        return new Position(epoch + 1, 0, 0, 0, done);
    }
}
