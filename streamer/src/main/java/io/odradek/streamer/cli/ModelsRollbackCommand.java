package io.odradek.streamer.cli;

import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.registry.Registry;
import io.odradek.streamer.registry.RegistryTopic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models rollback}. */
@Command(
        name = "rollback",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Make an earlier version live again: the newest of \"previous\" whose file is in the topic.",
            "",
            "What was live becomes the newest of \"previous\": a second rollback returns to it.",
            ""
        },
        footer = {"", "Example:  streamer models rollback fashion-mnist --reason \"too many coats\""})
final class ModelsRollbackCommand extends DecidingCommand {
    @Parameters(paramLabel = "NAME", converter = ModelArgument.Parser.class, description = "the model")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private ModelArgument model;

    @Option(names = "--to", paramLabel = "VERSION", description = "this version instead of the newest earlier one")
    private @Nullable String to;

    @Override
    public Integer call() {
        if (model.version() != null) {
            throw wrongUsage("expected NAME; the version goes with --to " + model.version());
        }
        if (to != null && !ModelContract.isVersion(to)) {
            throw wrongUsage("--to is no version");
        }
        Registry registry = new Registry(new RegistryTopic(config()));
        return decide(registry, "rolled back", decision -> registry.planRollback(model.name(), to, decision));
    }
}
