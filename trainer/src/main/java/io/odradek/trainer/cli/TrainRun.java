package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.dataset.DataSet;
import io.odradek.trainer.dataset.DataSource;
import io.odradek.trainer.dataset.ReadOptions;
import io.odradek.trainer.export.Int8Export;
import io.odradek.trainer.export.OnnxExport;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.publish.Registry;
import io.odradek.trainer.report.ReportFiles;
import io.odradek.trainer.training.Checkpoint;
import io.odradek.trainer.training.EpochMetrics;
import io.odradek.trainer.training.Outcome;
import io.odradek.trainer.training.Plan;
import io.odradek.trainer.training.Position;
import io.odradek.trainer.training.Sgd;
import io.odradek.trainer.training.Spent;
import io.odradek.trainer.training.Training;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** One run of {@code trainer train}: check, train, export, prove, write, publish, compare. Not thread-safe. */
final class TrainRun {
    private static final String HOW_TO_GO_ON = "the same command with --resume goes on from there";

    private final TrainCommand options;
    private final Plan plan;
    private final ReadOptions reading;
    private final @Nullable Checkpoint kept;
    private final @Nullable Recipe other;
    private final PrintWriter out;
    private final PrintWriter err;
    private final BooleanSupplier stop;

    /**
     * @param reading how the images are read
     * @param kept where the training goes on; null begins anew
     * @param other what the recipe is compared with afterwards
     * @param stop true once somebody asked to stop
     */
    TrainRun(
            TrainCommand options,
            Plan plan,
            ReadOptions reading,
            @Nullable Checkpoint kept,
            @Nullable Recipe other,
            BooleanSupplier stop) {
        this.options = options;
        this.plan = plan;
        this.reading = reading;
        this.kept = kept;
        this.other = other;
        this.out = options.spec.commandLine().getOut();
        this.err = options.spec.commandLine().getErr();
        this.stop = stop;
    }

    /** What can fail fails before the training: the key, the font, the directory, earlier weights, the registry, the data. */
    void run() throws InterruptedException {
        options.registry.sign().check(options.spec.commandLine());
        if (!options.noReport) {
            ReportFiles.requireFont();
        }
        TrainingImages images;
        List<EpochMetrics> epochs;
        try (ModelDirectory directory = ModelDirectory.open(options.out, options.overwrite, kept != null)) {
            if (options.publish) {
                checkUnused();
            }
            images = images(directory);
            stopIfAsked();
            Torch.load(plan.threads());
            options.device.announce(err);
            epochs = train(images, directory);
        }
        if (options.publish) {
            ModelFile model = ModelFile.read(options.out.resolve(ModelDirectory.MODEL));
            options.registry.publish(model, true, "trained", options.spec.commandLine());
            if (options.quantize.isWanted()) {
                ModelFile int8 = ModelFile.read(options.out.resolve(ModelDirectory.INT8));
                options.registry.publish(int8, false, "trained", options.spec.commandLine());
            }
        }
        if (other != null) {
            compare(other, images, epochs);
        }
    }

    private void checkUnused() throws InterruptedException {
        Registry registry = options.registry.registry();
        registry.checkUnused(plan.id());
        if (options.quantize.isWanted()) {
            registry.checkUnused(Int8Export.id(plan.id()));
        }
    }

    private TrainingImages images(ModelDirectory directory) throws InterruptedException {
        DataSource source = options.data.source().locate(err);
        DataSet data;
        try (CountingProgress progress = new CountingProgress("reading", options.progress, err, System::nanoTime)) {
            data = source.read(reading, progress);
        }
        data.remarks().forEach(line -> err.println(TrainerException.printable(line)));
        data.skipped().forEach(line -> err.println(TrainerException.printable("skipped " + line)));
        new DataSetGuard(data, source.directory()).check(kept, directory.checkpoint(), options.plan.from());
        TrainingImages images = TrainingImages.of(data, plan.recipe(), plan.limit());
        images.remarks().forEach(line -> err.println(TrainerException.printable(line)));
        try {
            images.requireFit(plan.recipe());
            if (other != null) {
                images.requireFit(other);
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(options.spec.commandLine(), TrainerException.reasonOf(e));
        }
        return images;
    }

    private List<EpochMetrics> train(TrainingImages images, ModelDirectory directory) throws InterruptedException {
        try (Net net = net(plan.recipe(), images.data())) {
            OnnxExport.check(net);
            Sgd sgd = new Sgd(plan.recipe().descent());
            load(net, sgd, directory);
            Spent before = kept == null ? Spent.NOTHING : kept.spent();
            Consumer<Position> save = at -> Checkpoint.of(plan, images.data().sha256(), at, before.andThisProcess())
                    .write(net, sgd, directory.checkpoint());
            Outcome outcome =
                    train(net, sgd, plan.recipe(), images, kept == null ? plan.start() : kept.position(), save);
            if (outcome instanceof Outcome.Stopped stopped) {
                try {
                    save.accept(stopped.at());
                } catch (TrainerException e) {
                    throw new TrainingStopped("stopped, and no checkpoint is there: " + e.getMessage());
                }
                throw stopped(stopped.at(), images.train());
            }
            if (outcome instanceof Outcome.Diverged diverged) {
                // It would diverge again from there.
                directory.forgetCheckpoint();
                throw new TrainerException(failure(diverged, plan.recipe()) + "; try another --learning-rate, such as "
                        + otherRate(diverged, plan.recipe()) + ", or another --random-seed");
            }
            List<EpochMetrics> epochs = ((Outcome.Trained) outcome).epochs();
            tell(write(new TrainedModel(plan, net, epochs, before.andThisProcess()), images, directory));
            return epochs;
        }
    }

    private TrainedModel.Written write(TrainedModel model, TrainingImages images, ModelDirectory directory)
            throws TrainingStopped {
        try {
            TrainedModel.Written written = model.write(directory, images, !options.noReport, options.quantize);
            if (!stop.getAsBoolean()) {
                directory.commit();
                return written;
            }
        } catch (TrainerException e) {
            // A thread that was asked to stop is interrupted too, and then writes no file.
            if (!stop.getAsBoolean()) {
                throw e;
            }
        }
        throw new TrainingStopped("stopped after the last epoch; " + HOW_TO_GO_ON);
    }

    private void tell(TrainedModel.Written written) {
        out.println(options.out.resolve(ModelDirectory.MODEL) + ": " + written.summary());
        if (written.int8() != null) {
            QuantizeOptions.requireKept(written.int8());
            out.println(options.out.resolve(ModelDirectory.INT8) + ": " + QuantizeOptions.summary(written.int8()));
        }
    }

    private Net net(Recipe recipe, DataSet data) {
        return Net.create(recipe, data.input(), data.classes().size(), plan.randomSeed(), plan.device());
    }

    private void load(Net net, Sgd sgd, ModelDirectory directory) {
        @Nullable Path from = options.plan.from();
        if (kept != null) {
            Checkpoint.restore(net, sgd, directory.checkpoint());
            Position at = kept.position();
            err.println(String.format(Locale.ROOT, "resumed in epoch %d after %,d images", at.epoch(), at.images()));
        } else if (from != null) {
            net.load(from.resolve(ModelDirectory.WEIGHTS));
        }
        if (kept == null) {
            // Of a training that this one replaces.
            directory.forgetCheckpoint();
        }
    }

    private Outcome train(
            Net net, Sgd sgd, Recipe recipe, TrainingImages images, Position start, Consumer<Position> save) {
        try (Progress progress = new Progress(options.progress, err, System::nanoTime)) {
            return new Training(recipe, images.train(), images.heldOut(), plan.randomSeed(), progress, save, stop)
                    .run(net, sgd, start);
        }
    }

    private void compare(Recipe with, TrainingImages images, List<EpochMetrics> epochs) throws InterruptedException {
        err.println("to compare: recipe " + with.name() + " on the same images");
        try (Net net = net(with, images.data())) {
            Outcome outcome = train(net, new Sgd(with.descent()), with, images, Position.before(1), at -> {});
            if (outcome instanceof Outcome.Diverged diverged) {
                throw new TrainerException(failure(diverged, with) + "; try another --random-seed");
            }
            if (!(outcome instanceof Outcome.Trained trained)) {
                throw new InterruptedException("stopped");
            }
            out.print(new Comparison(plan.recipe().name(), epochs, with.name(), trained.epochs()).table());
            out.flush();
        }
    }

    private TrainingStopped stopped(Position at, LabelledImages train) {
        return new TrainingStopped(String.format(
                Locale.ROOT,
                "stopped in epoch %d after %,d of %,d images; %s",
                at.epoch(),
                at.images(),
                train.size(),
                HOW_TO_GO_ON));
    }

    private static String failure(Outcome.Diverged diverged, Recipe recipe) {
        String what = Double.isFinite(diverged.loss())
                ? "the mean loss of epoch %2$d was %1$.4f after %3$d steps with learning rate %4$s, no better than guessing"
                : "the loss became %s in epoch %d at step %d with learning rate %s";
        return "recipe " + recipe.name() + ": "
                + String.format(
                        Locale.ROOT,
                        what,
                        diverged.loss(),
                        diverged.epoch(),
                        diverged.step(),
                        recipe.descent().learningRate());
    }

    /** Guessing may come of too small a rate as well: then the recipe's own is the better guide. */
    private static float otherRate(Outcome.Diverged diverged, Recipe recipe) {
        float own = Recipe.named(recipe.name()).descent().learningRate();
        return Double.isFinite(diverged.loss()) && own != recipe.descent().learningRate()
                ? own
                : recipe.descent().learningRate() / 10;
    }

    private void stopIfAsked() throws InterruptedException {
        if (stop.getAsBoolean()) {
            throw new InterruptedException("stopped");
        }
    }
}
