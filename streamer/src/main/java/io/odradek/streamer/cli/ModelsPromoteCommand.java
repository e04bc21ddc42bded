package io.odradek.streamer.cli;

import io.odradek.streamer.registry.Registry;
import io.odradek.streamer.registry.RegistryTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
final class ModelsPromoteCommand extends DecidingCommand {
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
            throw wrongUsage("which version? expected " + model.name() + "@VERSION");
        }
        Registry registry = new Registry(new RegistryTopic(config()));
        return decide(
                registry, "promoted", decision -> registry.planPromotion(model.name(), version, decision, pending));
    }
}
