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
import com.sun.management.OperatingSystemMXBean;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.model.Net;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Trains a net: stochastic gradient descent on cross entropy, batches in stored order.
 *
 * <p>Not thread-safe, and one training per JVM at a time, because PyTorch has one gradient collector per JVM.
 *
 * @param recipe hyperparameters; its epochs are the number to train now
 * @param firstEpoch number of the first epoch: 1, or one more than those that the net has behind it
 * @param train images to learn from; a last part that fills no batch makes a smaller one
 * @param test images to measure on after each epoch
 * @param listener hears every step and epoch
 * @param stop asked before each step; true ends the training
 */
public record Training(
        Recipe recipe,
        int firstEpoch,
        LabelledImages train,
        LabelledImages test,
        ProgressListener listener,
        BooleanSupplier stop) {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Trains {@code net} in place. */
    public Outcome run(Net net) {
        long start = System.nanoTime();
        long cpuStart = SYSTEM.getProcessCpuTime();
        int lastEpoch = firstEpoch + recipe.epochs() - 1;
        List<EpochMetrics> epochs = new ArrayList<>();
        try (Trainer trainer = net.newTrainer(config(), recipe.batchSize())) {
            for (int epoch = firstEpoch; epoch <= lastEpoch; epoch++) {
                long epochStart = System.nanoTime();
                double lossSum = 0;
                for (int from = 0; from < train.size(); from += recipe.batchSize()) {
                    if (stop.getAsBoolean()) {
                        return new Outcome.Stopped();
                    }
                    int to = Math.min(from + recipe.batchSize(), train.size());
                    float loss = step(trainer, from, to);
                    if (!Float.isFinite(loss)) {
                        return new Outcome.Diverged(epoch, from / recipe.batchSize() + 1, loss);
                    }
                    lossSum += loss * (to - from);
                    listener.onStep(progress(epoch, lastEpoch, to, lossSum / to, epochStart));
                }
                epochs.add(evaluate(net, epoch, lossSum / train.size(), epochStart));
                listener.onEpoch(epochs.get(epochs.size() - 1));
            }
        }
        return new Outcome.Trained(epochs, secondsSince(start), (SYSTEM.getProcessCpuTime() - cpuStart) / 1e9);
    }

    /** One step of descent on images {@code from} to {@code to}; the mean loss before it. */
    private float step(Trainer trainer, int from, int to) {
        // Everything that the step allocates dies with it, at once and not when the garbage collector gets around.
        try (NDManager memory = trainer.getManager().newSubManager()) {
            NDArray pixels = Net.pixels(memory, train, from, to);
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

    private ProgressListener.Step progress(int epoch, int lastEpoch, int images, double loss, long epochStart) {
        return new ProgressListener.Step(
                epoch,
                lastEpoch,
                batches(images),
                batches(train.size()),
                recipe.batchSize(),
                loss,
                images / secondsSince(epochStart));
    }

    private int batches(int images) {
        return (images + recipe.batchSize() - 1) / recipe.batchSize();
    }

    private EpochMetrics evaluate(Net net, int epoch, double trainLoss, long epochStart) {
        double imagesPerSecond = train.size() / secondsSince(epochStart);
        Scores logits = net.logits(test);
        return new EpochMetrics(
                epoch,
                trainLoss,
                logits.crossEntropy(test),
                logits.accuracy(test),
                secondsSince(epochStart),
                imagesPerSecond);
    }

    private DefaultTrainingConfig config() {
        Optimizer sgd = Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed(recipe.learningRate()))
                .build();
        return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(sgd);
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
