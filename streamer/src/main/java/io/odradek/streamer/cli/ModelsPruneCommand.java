package io.odradek.streamer.cli;

import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.registry.Pruning;
import io.odradek.streamer.registry.Registry;
import io.odradek.streamer.registry.RegistryTopic;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models prune}. */
@Command(
        name = "prune",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Remove versions that no pointer names.",
            "",
            "Give the versions, or --keep. A version that a pointer names as live, previous, canary or shadow is never"
                    + " removed; if one of those that you give is such, nothing is removed. Nor is anything where the model"
                    + " has no pointer: a deleted pointer leaves the model that instances serve in force.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  streamer models prune fashion-mnist --keep 3 --dry-run",
            "  streamer models prune fashion-mnist 20261101-042000"
        })
final class ModelsPruneCommand extends ConfiguredCommand {
    @Parameters(index = "0", paramLabel = "NAME", converter = ModelArgument.Parser.class, description = "the model")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private ModelArgument model;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "VERSION", description = "remove these versions")
    private List<String> versions = List.of();

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "remove all that no pointer names, but for the N published last")
    private @Nullable Integer keep;

    @Option(
            names = "--even-live",
            description = "prune also where the model has no pointer, and an instance may serve what is removed")
    private boolean evenLive;

    @Option(names = "--dry-run", description = "say what would be removed, and remove nothing")
    private boolean dryRun;

    @Override
    public Integer call() {
        checkUsage();
        Registry registry = new Registry(new RegistryTopic(config()));
        Pruning pruning = registry.planPruning(model.name(), versions, keep == null ? 0 : keep, evenLive);
        PrintWriter out = out();
        pruning.artefacts()
                .forEach(artefact -> out.println((dryRun ? "would remove " : "removing ") + artefact.key() + ", "
                        + artefact.recordBytes() + " bytes"));
        if (!dryRun) {
            registry.prune(pruning);
        }
        out.println(
                pruning.artefacts().isEmpty()
                        ? "nothing to remove"
                        : pruning.artefacts().size() + " version(s); compaction "
                                + (dryRun ? "would free " : "will free ") + pruning.bytes() + " bytes");
        return 0;
    }

    private void checkUsage() {
        boolean wrong = model.version() != null
                || versions.isEmpty() == (keep == null)
                || (keep != null && keep < 0)
                || !versions.stream().allMatch(ModelContract::isVersion);
        if (wrong) {
            throw wrongUsage("expected NAME and either versions or --keep N, N at least 0");
        }
    }
}
