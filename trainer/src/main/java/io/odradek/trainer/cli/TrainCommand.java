package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.config.Recipe;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
            "Trains a net on Fashion-MNIST and writes model.onnx, weights.params and metrics.json.",
            "Nothing is written before the ONNX file is proven to compute what the net computes."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainer train",
            "  trainer train --epochs 1 --limit 6000 --out /tmp/smoke      a minute's test",
            "  trainer train --from odradek-model --epochs 1 --out better  one epoch more",
            "  trainer train --publish --bootstrap-servers localhost:9092  and make it live",
            "  trainer train --publish --sign odradek-signing.private.pem  and signed",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl-C or SIGTERM."
        })
final class TrainCommand implements Callable<Integer> {
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            defaultValue = "seed",
            description = "Net and hyperparameters: seed. Default: ${DEFAULT-VALUE}.")
    String recipe = "seed";

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the training images, 1 to 1000. Default: the recipe's (seed: 6).")
    @Nullable
    Integer epochs;

    @Mixin
    DataOption data = new DataOption();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "odradek-model",
            description = "Where the three files go. Default: ${DEFAULT-VALUE}.")
    Path out = Path.of("odradek-model");

    @Option(names = "--overwrite", description = "Replace a model that is already there.")
    boolean overwrite;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "fashion-mnist",
            description = "The model's name: a-z 0-9 . _ -. Default: ${DEFAULT-VALUE}.")
    String name = "fashion-mnist";

    @Option(
            names = "--version",
            paramLabel = "V",
            description = "The model's version: A-Z a-z 0-9 . _ -. Default: the time, as in 20261124-042000.")
    @Nullable
    String version;

    @Option(names = "--from", paramLabel = "DIR", description = "Continue from the weights in an earlier --out.")
    @Nullable
    Path from;

    @Option(
            names = "--random-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides the initial weights; same seed, same net. Default: ${DEFAULT-VALUE}.")
    long randomSeed = 1;

    @Option(names = "--threads", paramLabel = "N", description = "CPU threads. Default: all processors.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Train on the first N images only, for a quick test of everything.")
    int limit = Integer.MAX_VALUE;

    @Option(names = "--no-golden", description = "Put no test images into the file (for private data).")
    boolean noGolden;

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
        new TrainRun(this, id(), recipe(), stop).run();
        return 0;
    }

    private ModelId id() {
        try {
            return new ModelId(name, version == null ? VERSION.format(Instant.now()) : version);
        } catch (IllegalArgumentException e) {
            throw wrong(TrainerException.reasonOf(e));
        }
    }

    private Recipe recipe() {
        if (threads < 1 || limit < 1) {
            throw wrong("--threads and --limit must be at least 1");
        }
        Recipe found = Recipe.all().stream()
                .filter(r -> r.name().equals(recipe))
                .findFirst()
                .orElseThrow(() -> wrong("no recipe '" + recipe + "', expected one of "
                        + Recipe.all().stream().map(Recipe::name).toList()));
        try {
            return epochs == null ? found : found.withEpochs(epochs);
        } catch (IllegalArgumentException e) {
            throw wrong(TrainerException.reasonOf(e));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
