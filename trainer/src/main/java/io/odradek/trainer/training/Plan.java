package io.odradek.trainer.training;

import io.odradek.trainer.config.ComputeDevice;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.config.Recipe;
import java.util.List;

/**
 * All that decides what comes out of a training, besides the data set. Immutable.
 *
 * @param id name and version of the model
 * @param recipe its epochs are the number to train now
 * @param randomSeed decides the initial weights, and order and variation of the training images
 * @param limit at most so many training images, at least 1
 * @param threads CPU threads of one operation, at least 1; another number may round otherwise
 * @param device what it computes on; another may round otherwise
 * @param golden whether test images go into the file
 * @param earlier epochs that the net has behind it from trainings before this one, in order
 */
public record Plan(
        ModelId id,
        Recipe recipe,
        long randomSeed,
        int limit,
        int threads,
        ComputeDevice device,
        boolean golden,
        List<EpochMetrics> earlier) {
    /** Refuses values out of range, naming the command line's option. */
    public Plan {
        earlier = List.copyOf(earlier);
        if (limit < 1) {
            throw new IllegalArgumentException("--limit is " + limit + ", allowed: at least 1");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("--threads is " + threads + ", allowed: at least 1");
        }
    }

    /** The same on another device. */
    public Plan on(ComputeDevice other) {
        return new Plan(id, recipe, randomSeed, limit, threads, other, golden, earlier);
    }

    /** Where this training begins. */
    public Position start() {
        return Position.before(
                earlier.isEmpty() ? 1 : earlier.get(earlier.size() - 1).epoch() + 1);
    }
}
