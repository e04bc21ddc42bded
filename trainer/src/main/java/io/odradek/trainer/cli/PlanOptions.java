package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ComputeDevice;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.training.Plan;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All that decides what comes out of a training. Values out of range are {@link IllegalArgumentException}s. */
final class PlanOptions {
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @Mixin
    private RecipeOptions recipe = new RecipeOptions();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = {
                "The model's name: a-z 0-9 . _ -.",
                "Default: fashion-mnist, or that of the directory in --data."
            })
    private @Nullable String name;

    @Option(
            names = "--version",
            paramLabel = "V",
            description = {"The model's version: A-Z a-z 0-9 . _ -.", "Default: the time, as in 20261124-042000."})
    private @Nullable String version;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Train --epochs more, from where the training in that --out ended.")
    private @Nullable Path from;

    @Option(
            names = "--random-seed",
            paramLabel = "N",
            description = {
                "Decides the initial weights, and order and variation of the images; with the",
                "same device and --threads the same seed gives the same net, bit by bit.",
                "Default: 1."
            })
    private @Nullable Long randomSeed;

    @Option(names = "--threads", paramLabel = "N", description = "CPU threads. Default: all processors.")
    private @Nullable Integer threads;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Train on the first N images only, for a quick test of everything.")
    private @Nullable Integer limit;

    @Option(names = "--no-golden", description = "Put no test images into model and report (for private data).")
    private boolean noGolden;

    /**
     * A training from the beginning, or from the end of an earlier one; on the CPU, until {@link DeviceOption} says
     * otherwise.
     *
     * @param defaultName the model's name where none is given
     * @throws TrainerException when there is no such earlier one, or it does not fit
     */
    Plan begin(String defaultName) {
        Recipe chosen = recipe.choose();
        Plan plan = new Plan(
                new ModelId(
                        Objects.requireNonNullElse(name, defaultName),
                        version == null ? VERSION.format(Instant.now()) : version),
                chosen,
                Objects.requireNonNullElse(randomSeed, 1L),
                Objects.requireNonNullElse(limit, Integer.MAX_VALUE),
                threads == null ? Runtime.getRuntime().availableProcessors() : threads,
                ComputeDevice.CPU,
                !noGolden,
                List.of());
        return from == null ? plan : after(plan, from);
    }

    /** The training that {@code begun} tells of; refuses options that would change it. */
    Plan resume(Plan begun) {
        if (from != null && begun.earlier().isEmpty()) {
            throw new IllegalArgumentException(
                    "--from: the training that --resume goes on with began anew; leave it out");
        }
        recipe.requireSame(begun.recipe());
        requireSame("--name", name, begun.id().name());
        requireSame("--version", version, begun.id().version());
        requireSame("--random-seed", from == null ? randomSeed : null, begun.randomSeed());
        requireSame("--threads", threads, begun.threads());
        requireSame("--limit", limit, begun.limit());
        requireSame("--no-golden", noGolden ? Boolean.TRUE : null, !begun.golden());
        return begun;
    }

    /** Where {@code --from} points; null without it. */
    @Nullable
    Path from() {
        return from;
    }

    static void requireSame(String option, @Nullable Object given, Object begun) {
        if (given != null && !given.equals(begun)) {
            throw new IllegalArgumentException(option + " is " + given + ", but the training that --resume goes on with"
                    + " was begun with " + begun + "; leave it out");
        }
    }

    private static Plan after(Plan plan, Path directory) {
        MetricsFile earlier = MetricsFile.read(directory);
        Recipe recipe = plan.recipe();
        if (!recipe.name().equals(earlier.recipe().get("name"))) {
            throw new TrainerException("cannot continue from " + directory + ": it was trained with recipe "
                    + earlier.recipe().get("name") + ", not " + recipe.name() + "; give its recipe to --recipe");
        }
        long validation = number(earlier, "validation", 0);
        if (validation != recipe.validation()) {
            throw new TrainerException("cannot continue from " + directory + ": it kept " + validation
                    + " images for validation, not " + recipe.validation() + "; give that number to --validation");
        }
        return new Plan(
                plan.id(),
                recipe,
                // A continued net began with the weights of the earlier run's seed.
                number(earlier, "randomSeed", plan.randomSeed()),
                plan.limit(),
                plan.threads(),
                plan.device(),
                plan.golden(),
                earlier.epochs());
    }

    private static long number(MetricsFile earlier, String key, long otherwise) {
        return earlier.recipe().get(key) instanceof Number number ? number.longValue() : otherwise;
    }
}
