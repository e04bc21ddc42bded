package io.odradek.streamer.cli;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.registry.Registry;
import io.odradek.streamer.registry.RegistryTopic;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
final class ModelsRollbackCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private DecisionOptions decision = new DecisionOptions();

    @Parameters(paramLabel = "NAME", converter = ModelArgument.Parser.class, description = "the model")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private ModelArgument model;

    @Option(names = "--to", paramLabel = "VERSION", description = "this version instead of the newest earlier one")
    private @Nullable String to;

    @Override
    public Integer call() {
        if (model.version() != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "expected NAME; the version goes with --to " + model.version());
        }
        if (to != null && !ModelContract.isVersion(to)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--to is no version");
        }
        Registry registry = new Registry(new RegistryTopic(StreamerConfig.of(settings.read(spec))));
        return decision.carryOut(
                registry.planRollback(model.name(), to, decision.decision(spec, "rolled back")), registry, spec);
    }
}
