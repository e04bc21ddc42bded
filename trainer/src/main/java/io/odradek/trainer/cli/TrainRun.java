package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.FashionMnist.Split;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.evaluation.Evaluation;
import io.odradek.trainer.export.OnnxExport;
import io.odradek.trainer.export.Parity;
import io.odradek.trainer.model.Layer;
import io.odradek.trainer.model.LayerTable;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.training.EpochMetrics;
import io.odradek.trainer.training.Outcome;
import io.odradek.trainer.training.Training;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One run of {@code trainer train}: check, train, export, prove, write, publish. Not thread-safe. */
final class TrainRun {
    private final TrainCommand options;
    private final ModelId id;
    private final Recipe recipe;
    private final PrintWriter out;
    private final PrintWriter err;
    private final BooleanSupplier stop;

    /**
     * @param recipe its epochs are the number to train now
     * @param stop true once somebody asked to stop
     */
    TrainRun(TrainCommand options, ModelId id, Recipe recipe, BooleanSupplier stop) {
        this.options = options;
        this.id = id;
        this.recipe = recipe;
        this.out = options.spec.commandLine().getOut();
        this.err = options.spec.commandLine().getErr();
        this.stop = stop;
    }

    /** What can fail fails before the training: the key, the directory, earlier weights, the registry, the data. */
    void run() throws InterruptedException {
        options.registry.sign().check(options.spec.commandLine());
        MetricsFile earlier = options.from == null ? null : earlier(options.from);
        try (ModelDirectory directory = ModelDirectory.open(options.out, options.overwrite)) {
            if (options.publish) {
                options.registry.registry().checkUnused(id);
            }
            Path data = options.data.locate(err);
            LabelledImages train = FashionMnist.read(data, Split.TRAIN).head(options.limit);
            LabelledImages test = FashionMnist.read(data, Split.TEST);
            stopIfAsked();
            Torch.load(options.threads);
            try (Net net = net()) {
                OnnxExport.check(net);
                Outcome.Trained trained = train(net, train, test, earlier);
                write(net, trained, train.size(), test, earlier, directory);
            }
        }
        if (options.publish) {
            ModelFile model = ModelFile.read(options.out.resolve(ModelDirectory.MODEL));
            options.registry.publish(model, true, "trained", options.spec.commandLine());
        }
    }

    private MetricsFile earlier(Path directory) {
        MetricsFile earlier = MetricsFile.read(directory);
        if (!recipe.name().equals(earlier.recipe().get("name"))) {
            throw new TrainerException("cannot continue from " + directory + ": it was trained with recipe "
                    + earlier.recipe().get("name") + ", not " + recipe.name() + "; give its recipe to --recipe");
        }
        return earlier;
    }

    private Net net() {
        Net net = Net.create(recipe, FashionMnist.INPUT, FashionMnist.LABELS.size(), options.randomSeed);
        try {
            if (options.from != null) {
                net.load(options.from.resolve(ModelDirectory.WEIGHTS));
            }
            return net;
        } catch (RuntimeException e) {
            net.close();
            throw e;
        }
    }

    private Outcome.Trained train(Net net, LabelledImages train, LabelledImages test, @Nullable MetricsFile earlier)
            throws InterruptedException {
        Outcome outcome;
        try (Progress progress = new Progress(options.progress, err, System::nanoTime)) {
            outcome = new Training(recipe, epochsBehind(earlier) + 1, train, test, progress, stop).run(net);
        }
        if (outcome instanceof Outcome.Diverged diverged) {
            throw new TrainerException(String.format(
                    Locale.ROOT,
                    "the loss became %s in epoch %d at step %d with learning rate %s; try another"
                            + " --random-seed, or a lower rate in the recipe",
                    diverged.loss(),
                    diverged.epoch(),
                    diverged.step(),
                    recipe.learningRate()));
        }
        if (outcome instanceof Outcome.Trained trained) {
            return trained;
        }
        throw new InterruptedException("stopped");
    }

    private void write(
            Net net,
            Outcome.Trained trained,
            int trainImages,
            LabelledImages test,
            @Nullable MetricsFile earlier,
            ModelDirectory directory)
            throws InterruptedException {
        Map<String, Object> description = describe(trained, trainImages, earlier);
        OnnxExport export = new OnnxExport(
                id,
                Instant.now(),
                FashionMnist.LABELS,
                description,
                Split.TRAIN.sha256(),
                !options.noGolden,
                options.threads);
        Parity parity = export.write(net, test, directory.model());
        directory.weights().write(net::save);
        ModelFile staged = ModelFile.read(directory.model().temporary());
        Evaluation evaluation = Evaluation.run(staged, test, options.threads);
        directory
                .metrics()
                .write(metrics(net, description, trained, evaluation, parity, earlier)
                        .toJson());
        stopIfAsked();
        directory.commit();
        out.println(String.format(
                Locale.ROOT,
                "%s: test accuracy %.4f after epoch %d (%.0f s); file and net agree on %,d images (logits within %.1e)",
                options.out.resolve(ModelDirectory.MODEL),
                evaluation.accuracy(),
                epochsBehind(earlier) + recipe.epochs(),
                trained.seconds(),
                parity.images(),
                parity.maxDifference()));
    }

    private Map<String, Object> describe(Outcome.Trained trained, int trainImages, @Nullable MetricsFile earlier) {
        int total = epochsBehind(earlier) + trained.epochs().size();
        Map<String, Object> facts = recipe.describe();
        facts.put("epochs", total);
        facts.put("trainImages", trainImages);
        // A continued net began with the weights of the earlier run's seed.
        Object seed = earlier == null ? null : earlier.recipe().get("randomSeed");
        facts.put("randomSeed", seed instanceof Number number ? number.longValue() : options.randomSeed);
        return facts;
    }

    private MetricsFile metrics(
            Net net,
            Map<String, Object> description,
            Outcome.Trained trained,
            Evaluation evaluation,
            Parity parity,
            @Nullable MetricsFile earlier) {
        List<EpochMetrics> epochs = new ArrayList<>(earlier == null ? List.of() : earlier.epochs());
        epochs.addAll(trained.epochs());
        List<Layer> layers = LayerTable.of(net);
        return new MetricsFile(
                id.name(),
                id.version(),
                description,
                epochs,
                evaluation.accuracy(),
                trained.seconds(),
                trained.cpuSeconds(),
                layers.stream().mapToLong(Layer::flop).sum() / 1e6,
                layers.stream().mapToLong(Layer::parameters).sum(),
                evaluation.confusion(),
                FashionMnist.LABELS,
                parity);
    }

    private static int epochsBehind(@Nullable MetricsFile earlier) {
        return earlier == null
                ? 0
                : earlier.epochs().get(earlier.epochs().size() - 1).epoch();
    }

    private void stopIfAsked() throws InterruptedException {
        if (stop.getAsBoolean()) {
            throw new InterruptedException("stopped");
        }
    }
}
