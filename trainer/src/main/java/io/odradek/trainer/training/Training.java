package io.odradek.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.model.Net;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Trains a net: stochastic gradient descent on cross entropy.
 *
 * <p>All that is drawn at random follows from the random seed, so the same weights, images, seed, device and number of
 * threads give the same bits. Not thread-safe, and one training per JVM at a time, because PyTorch has one gradient
 * collector per JVM.
 *
 * @param recipe hyperparameters; its epochs are the number to train now
 * @param train images to learn from; a last part that fills no batch makes a smaller one
 * @param heldOut images to measure on after each epoch: of the training images where the recipe has a validation split,
 *     else the test images
 * @param randomSeed decides order and variation of the training images
 * @param listener hears every step and epoch
 * @param checkpoint gets the position behind the last step of each epoch, before the measuring
 * @param stop asked before each step; true ends the training
 */
public record Training(
        Recipe recipe,
        LabelledImages train,
        LabelledImages heldOut,
        long randomSeed,
        ProgressListener listener,
        Consumer<Position> checkpoint,
        BooleanSupplier stop) {
    private static final int ENOUGH_STEPS_TO_JUDGE = 100;

    /**
     * Trains {@code net} in place.
     *
     * @param net with the weights of {@code start}
     * @param sgd with the state of {@code start}
     */
    public Outcome run(Net net, Sgd sgd, Position start) {
        int lastEpoch = start.epoch() - start.epochs().size() + recipe.epochs() - 1;
        Position at = start;
        try (Trainer trainer = net.newTrainer(config(sgd), recipe.batchSize())) {
            while (at.epoch() <= lastEpoch) {
                long epochStart = System.nanoTime() - (long) (at.epochSeconds() * 1e9);
                Batches batches = new Batches(train, recipe.augmentation(), randomSeed, at.epoch());
                while (at.images() < train.size()) {
                    if (stop.getAsBoolean()) {
                        return new Outcome.Stopped(at);
                    }
                    int to = Math.min(at.images() + recipe.batchSize(), train.size());
                    sgd.setRate(recipe.descent().rateAt(done(at)));
                    float loss = step(net, trainer, batches.batch(at.images(), to));
                    if (!Float.isFinite(loss)) {
                        return new Outcome.Diverged(at.epoch(), recipe.steps(to), loss);
                    }
                    at = at.afterStep(to, loss, secondsSince(epochStart));
                    listener.onStep(progress(at, lastEpoch));
                }
                checkpoint.accept(at);
                EpochMetrics metrics = measure(net, at, epochStart);
                if (isUseless(metrics, net.classes())) {
                    double loss = Double.isFinite(metrics.loss()) ? metrics.trainLoss() : metrics.loss();
                    return new Outcome.Diverged(at.epoch(), recipe.steps(at.images()), loss);
                }
                at = at.afterEpoch(metrics);
                listener.onEpoch(metrics);
            }
        }
        return new Outcome.Trained(at.epochs());
    }

    /** Share of this training's steps that lie behind, 0 to 1. */
    private double done(Position at) {
        int steps = recipe.steps(train.size());
        return (at.epochs().size() + (double) recipe.steps(at.images()) / steps) / recipe.epochs();
    }

    /** One step of descent on a batch; the mean loss before it. */
    private float step(Net net, Trainer trainer, LabelledImages batch) {
        // Everything that the step allocates dies with it, at once and not when the garbage collector gets around.
        try (NDManager memory = trainer.getManager().newSubManager()) {
            NDArray pixels = net.pixels(memory, batch, 0, batch.size());
            NDArray labels = labels(memory, net.classes(), batch);
            NDArray loss;
            try (GradientCollector gradients = trainer.newGradientCollector()) {
                NDList logits = trainer.forward(new NDList(pixels));
                loss = trainer.getLoss().evaluate(new NDList(labels), logits);
                gradients.backward(loss);
            }
            trainer.step();
            return loss.getFloat();
        }
    }

    /** Class indices {@code [N]}, or smoothed {@code [N, classes]}: what each class's probability should be. */
    private NDArray labels(NDManager memory, int classes, LabelledImages batch) {
        float smoothing = recipe.descent().labelSmoothing();
        if (smoothing == 0) {
            return memory.create(batch.labels(0, batch.size()));
        }
        float[] shares = new float[batch.size() * classes];
        Arrays.fill(shares, smoothing / classes);
        for (int i = 0; i < batch.size(); i++) {
            shares[i * classes + batch.label(i)] += 1 - smoothing;
        }
        return memory.create(shares, new Shape(batch.size(), classes));
    }

    /** Whether the last step broke the weights, or the net is no better than guessing after steps enough. */
    private boolean isUseless(EpochMetrics metrics, int classes) {
        boolean enough = recipe.steps(train.size()) >= ENOUGH_STEPS_TO_JUDGE;
        return !Double.isFinite(metrics.loss()) || (enough && metrics.isNoBetterThanGuessing(classes));
    }

    private EpochMetrics measure(Net net, Position at, long epochStart) {
        Scores logits = net.logits(heldOut);
        return EpochMetrics.of(
                at.epoch(),
                at.meanLoss(),
                recipe.validation() > 0 ? HeldOut.VALIDATION : HeldOut.TEST,
                logits.crossEntropy(heldOut),
                logits.accuracy(heldOut),
                secondsSince(epochStart),
                at.images() / at.epochSeconds());
    }

    private ProgressListener.Step progress(Position at, int lastEpoch) {
        return new ProgressListener.Step(
                at.epoch(),
                lastEpoch,
                recipe.steps(at.images()),
                recipe.steps(train.size()),
                recipe.batchSize(),
                at.meanLoss(),
                at.images() / at.epochSeconds());
    }

    private DefaultTrainingConfig config(Sgd sgd) {
        Loss loss = recipe.descent().labelSmoothing() == 0
                ? Loss.softmaxCrossEntropyLoss()
                : new SoftmaxCrossEntropyLoss("SmoothedCrossEntropy", 1, -1, false, true);
        return new DefaultTrainingConfig(loss).optOptimizer(sgd);
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
