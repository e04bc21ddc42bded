package io.odradek.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.model.Net;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Trains a net: stochastic gradient descent on cross entropy, batches in stored order.
 *
 * <p>Nothing is drawn at random, so the same weights, images, device and number of threads give the same bits. Not
 * thread-safe, and one training per JVM at a time, because PyTorch has one gradient collector per JVM.
 *
 * @param recipe hyperparameters; its epochs are the number to train now
 * @param train images to learn from; a last part that fills no batch makes a smaller one
 * @param heldOut images to measure on after each epoch: of the training images where the recipe has a validation split,
 *     else the test images
 * @param listener hears every step and epoch
 * @param checkpoint gets the position behind the last step of each epoch, before the measuring
 * @param stop asked before each step; true ends the training
 */
public record Training(
        Recipe recipe,
        LabelledImages train,
        LabelledImages heldOut,
        ProgressListener listener,
        Consumer<Position> checkpoint,
        BooleanSupplier stop) {
    private static final int ENOUGH_STEPS_TO_JUDGE = 100;

    /** Trains {@code net}, which has the weights of {@code start}, in place. */
    public Outcome run(Net net, Position start) {
        int lastEpoch = start.epoch() - start.epochs().size() + recipe.epochs() - 1;
        Position at = start;
        try (Trainer trainer = net.newTrainer(config(), recipe.batchSize())) {
            while (at.epoch() <= lastEpoch) {
                long epochStart = System.nanoTime() - (long) (at.epochSeconds() * 1e9);
                while (at.images() < train.size()) {
                    if (stop.getAsBoolean()) {
                        return new Outcome.Stopped(at);
                    }
                    int to = Math.min(at.images() + recipe.batchSize(), train.size());
                    float loss = step(net, trainer, at.images(), to);
                    if (!Float.isFinite(loss)) {
                        return new Outcome.Diverged(at.epoch(), batches(to), loss);
                    }
                    at = at.afterStep(to, loss, secondsSince(epochStart));
                    listener.onStep(progress(at, lastEpoch));
                }
                checkpoint.accept(at);
                EpochMetrics metrics = measure(net, at, epochStart);
                if (isUseless(metrics, net.classes())) {
                    double loss = Double.isFinite(metrics.loss()) ? metrics.trainLoss() : metrics.loss();
                    return new Outcome.Diverged(at.epoch(), batches(at.images()), loss);
                }
                at = at.afterEpoch(metrics);
                listener.onEpoch(metrics);
            }
        }
        return new Outcome.Trained(at.epochs());
    }

    /** One step of descent on images {@code from} to {@code to}; the mean loss before it. */
    private float step(Net net, Trainer trainer, int from, int to) {
        // Everything that the step allocates dies with it, at once and not when the garbage collector gets around.
        try (NDManager memory = trainer.getManager().newSubManager()) {
            NDArray pixels = net.pixels(memory, train, from, to);
            NDArray labels = memory.create(train.labels(from, to));
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

    /** Whether the last step broke the weights, or the net is no better than guessing after steps enough. */
    private boolean isUseless(EpochMetrics metrics, int classes) {
        boolean enough = batches(train.size()) >= ENOUGH_STEPS_TO_JUDGE;
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
                batches(at.images()),
                batches(train.size()),
                recipe.batchSize(),
                at.meanLoss(),
                at.images() / at.epochSeconds());
    }

    private int batches(int images) {
        return (images + recipe.batchSize() - 1) / recipe.batchSize();
    }

    private DefaultTrainingConfig config() {
        // Plain descent keeps no moments: weights and position are the whole state of a training.
        Optimizer sgd = Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed(recipe.learningRate()))
                .build();
        return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(sgd);
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
