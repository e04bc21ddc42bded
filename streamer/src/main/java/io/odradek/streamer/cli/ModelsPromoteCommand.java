package io.odradek.streamer.cli;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.registry.Registry;
import io.odradek.streamer.registry.RegistryTopic;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models promote}. */
@Command(
        name = "promote",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Make a published version live.",
            "",
            "The decision is written, the topic is read back, and you are told whether it is in force or somebody decided"
                    + " later.",
            ""
        },
        footer = {
            "",
            "Example:  streamer models promote fashion-mnist@20261124-042000 --reason \"0.894 on the new test set\""
        })
final class ModelsPromoteCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private DecisionOptions decision = new DecisionOptions();

    @Parameters(paramLabel = "NAME@VERSION", converter = ModelArgument.Parser.class, description = "what to make live")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private ModelArgument model;

    @Option(
            names = "--pending",
            description = "allow a version whose file is not in the topic: it goes live when the file arrives")
    private boolean pending;

    @Override
    public Integer call() {
        String version = model.version();
        if (version == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "which version? expected " + model.name() + "@VERSION");
        }
        Registry registry = new Registry(new RegistryTopic(StreamerConfig.of(settings.read(spec))));
        return decision.carryOut(
                registry.planPromotion(model.name(), version, decision.decision(spec, "promoted"), pending),
                registry,
                spec);
    }
}
