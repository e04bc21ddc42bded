package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.dataset.ReadOptions;
import io.odradek.trainer.model.Devices;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.training.Checkpoint;
import io.odradek.trainer.training.Plan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        sortOptions = false,
        description = {
            "Trains a net on Fashion-MNIST, or on your own images, and writes model.onnx, weights.params,",
            "metrics.json and report.html, a page to look at whose plots are also there as PNG files.",
            "Nothing is written before the ONNX file is proven to compute what the net computes, but",
            "for a checkpoint after each epoch and at Ctrl-C, from which --resume goes on."
        },
        footerHeading = "%nRecipes:%n",
        footer = {
            "  seed      The article's net and procedure: two convolutions of 5x5, no normalisation,",
            "            6 epochs, batches of 100, learning rate 0.1; learns from all training images and",
            "            is measured on the test images after each epoch.",
            "  seed-bn   What the article suggests at its end: kernels of 3x3, batch norm after each",
            "            convolution and after a hidden linear layer of 16; all else as seed. It keeps the",
            "            last 5,000 training images to measure each epoch on; the test images come once,",
            "            at the end. So do the next two.",
            "  accurate  The best that was found for about a fifth more than seed's time an image: four",
            "            convolutions of 3x3 with batch norm, 45 epochs of varied images.",
            "  fast      As short as it can be for an accuracy of 0.90: two convolutions of 5x5 and 3x3",
            "            with batch norm, 2 epochs.",
            "",
            "Data:",
            "  Fashion-MNIST  its four files, .gz or not, verified by checksum.",
            "  class folders  DIR/CLASS/*.png, .jpg or .jpeg, grey or colour; or DIR/train/CLASS/* and",
            "                 DIR/test/CLASS/*. Without test about one in 5 of each class is held out.",
            "  IDX files      four with the names of Fashion-MNIST's, and labels.txt with a class name on",
            "                 each line, which is how they are told from Fashion-MNIST.",
            "",
            "Examples:",
            "  trainer train",
            "  trainer train --epochs 1 --limit 6000 --out /tmp/smoke      a minute's test",
            "  trainer train --recipe seed-bn --compare seed               does normalisation help?",
            "  trainer train --data pets --image-size 32 --validation 100  your own images",
            "  trainer train --recipe accurate                             better than seed, a fifth dearer to run",
            "  trainer train --resume                                      after Ctrl-C or a crash",
            "  trainer train --quantize int8                               a second file, faster to run",
            "  trainer train --from odradek-model --epochs 1 --out better  one epoch more",
            "  trainer train --publish --bootstrap-servers localhost:9092  and make it live",
            "  trainer train --publish --sign odradek-signing.private.pem  and signed",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl-C or SIGTERM."
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Mixin
    PlanOptions plan = new PlanOptions();

    @Mixin
    DeviceOption device = new DeviceOption();

    @Option(
            names = "--compare",
            paramLabel = "NAME",
            description = {
                "Afterwards train this recipe too, as long and on the same images, and",
                "print both side by side, epoch by epoch. Its net is not kept."
            })
    @Nullable
    String compare;

    @Mixin
    QuantizeOptions quantize = new QuantizeOptions();

    @Mixin
    DataSetOptions data = new DataSetOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "odradek-model",
            description = "Where the files go. Default: ${DEFAULT-VALUE}.")
    Path out = Path.of("odradek-model");

    @Option(names = "--no-report", description = "Write no report.html and no pictures beside the model.")
    boolean noReport;

    @Option(names = "--overwrite", description = "Replace a model, or a stopped training, that is already there.")
    boolean overwrite;

    @Option(
            names = "--resume",
            description = {
                "Go on with the training in --out that was stopped, as if it had not been.",
                "What decides the net need not be said again; --publish, --compare,",
                "--quantize and --data with its options must be."
            })
    boolean resume;

    @Option(
            names = "--progress",
            paramLabel = "STYLE",
            defaultValue = "auto",
            description = "auto, bar or plain; auto is a bar on a terminal. Default: ${DEFAULT-VALUE}.")
    Progress.Style progress = Progress.Style.AUTO;

    @Option(names = "--publish", description = "Publish the model to Kafka and make it live.")
    boolean publish;

    @Mixin
    RegistryOptions registry = new RegistryOptions();

    private final BooleanSupplier stop;

    /** @param stop true once somebody asked to stop */
    TrainCommand(BooleanSupplier stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (registry.sign().isGiven() && !publish) {
            throw wrong("--sign signs what --publish publishes; to sign a file, use 'trainer sign'");
        }
        @Nullable Checkpoint kept = resume ? Checkpoint.read(out.resolve(Checkpoint.FILE_NAME)) : null;
        ReadOptions reading;
        Plan chosen;
        @Nullable Recipe other;
        try {
            reading = data.read();
            chosen = kept == null ? plan.begin(data.source().modelName()) : plan.resume(kept.plan());
            other = compareWith(chosen);
            quantize.check(chosen.id());
            Devices devices = Torch.devices(chosen.threads());
            chosen = kept == null ? device.begin(chosen, devices) : device.resume(chosen, devices);
        } catch (IllegalArgumentException e) {
            throw wrong(TrainerException.reasonOf(e));
        }
        new TrainRun(this, chosen, reading, kept, other, stop).run();
        return 0;
    }

    private @Nullable Recipe compareWith(Plan chosen) {
        if (compare == null) {
            return null;
        }
        Recipe other = Recipe.named(compare).comparableWith(chosen.recipe());
        if (chosen.recipe().validation() == 0) {
            throw new IllegalArgumentException("--compare chooses between recipes, which is not for the test images to"
                    + " decide; give --recipe seed-bn, or --validation 5000");
        }
        if (!chosen.earlier().isEmpty()) {
            throw new IllegalArgumentException("--compare trains from the beginning; leave out --from");
        }
        return other;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
