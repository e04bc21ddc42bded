package io.odradek.trainer.cli;

import io.odradek.trainer.config.Augmentation;
import io.odradek.trainer.config.Descent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to be otherwise in how a net learns than its recipe says. */
final class DescentOptions {
    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Images per step, 1 to 4096; with batch norm at least 2.")
    private @Nullable Integer batchSize;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "Factor of the gradient in each step, above 0, at most 10.")
    private @Nullable Float learningRate;

    @Option(
            names = "--momentum",
            paramLabel = "X",
            description = "Share of the last step that goes into the next one, 0 to 0.999.")
    private @Nullable Float momentum;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            description = "Factor of the weights themselves in the gradient, 0 to 0.1; not of biases.")
    private @Nullable Float weightDecay;

    @Option(
            names = "--warm-up",
            paramLabel = "X",
            description = {
                "One cycle: share of the training, 0 to 0.9, in which the learning rate rises,",
                "from a tenth of --learning-rate; then it falls evenly to 0 at the end.",
                "-1 is no cycle: the learning rate stays."
            })
    private @Nullable Float warmUp;

    @Option(
            names = "--label-smoothing",
            paramLabel = "X",
            description = "Share of a label that is spread over all classes, 0 to 0.5.")
    private @Nullable Float labelSmoothing;

    @Option(
            names = "--shuffle",
            arity = "1",
            paramLabel = "BOOL",
            description = "An order of its own for each epoch, or as stored: true or false.")
    private @Nullable Boolean shuffle;

    @Option(
            names = "--flip",
            arity = "1",
            paramLabel = "BOOL",
            description = "Mirror half of the training images, left for right: true or false.")
    private @Nullable Boolean flip;

    @Option(
            names = "--shift",
            paramLabel = "N",
            description = "Move training images by at most N pixels each way, 0 to 32.")
    private @Nullable Integer shift;

    @Option(
            names = "--erase",
            paramLabel = "N",
            description = "Blacken a square of N pixels a side in each training image, 0 to 128.")
    private @Nullable Integer erase;

    Descent over(Descent base) {
        return new Descent(
                Objects.requireNonNullElse(batchSize, base.batchSize()),
                Objects.requireNonNullElse(learningRate, base.learningRate()),
                Objects.requireNonNullElse(momentum, base.momentum()),
                Objects.requireNonNullElse(weightDecay, base.weightDecay()),
                Objects.requireNonNullElse(warmUp, base.warmUp()),
                Objects.requireNonNullElse(labelSmoothing, base.labelSmoothing()));
    }

    Augmentation over(Augmentation base) {
        return new Augmentation(
                Objects.requireNonNullElse(shuffle, base.shuffle()),
                Objects.requireNonNullElse(flip, base.flip()),
                Objects.requireNonNullElse(shift, base.shift()),
                Objects.requireNonNullElse(erase, base.erase()));
    }
}
