package io.odradek.streamer.cli;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.registry.RegistryState;
import io.odradek.streamer.registry.RegistryTopic;
import io.odradek.streamer.registry.StoredPointer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models show}. */
@Command(
        name = "show",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Show everything about a model, or about one version of it.",
            "",
            "Decisions are those that Kafka's compaction left; it keeps the newest for ever.",
            ""
        },
        footer = {
            "",
            "--json: as that of list, with this model and version only.",
            "",
            "Examples:",
            "  streamer models show fashion-mnist",
            "  streamer models show fashion-mnist@20261124-042000 --json | jq '.models[0].versions[0].labels'"
        })
final class ModelsShowCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Parameters(paramLabel = "NAME[@VERSION]", converter = ModelArgument.Parser.class, description = "what to show")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private ModelArgument model;

    @Option(names = "--json", description = "print JSON instead of text")
    private boolean json;

    @Override
    public Integer call() {
        RegistryTopic topic = new RegistryTopic(StreamerConfig.of(settings.read(spec)));
        RegistryState state = topic.read();
        checkKnown(state, topic.name());
        RegistryView view = new RegistryView(state);
        if (json) {
            spec.commandLine().getOut().println(JsonOutput.of(view.json(topic.name(), model.name(), model.version())));
        } else {
            spec.commandLine().getOut().print(view.show(model.name(), model.version()));
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void checkKnown(RegistryState state, String topic) {
        if (!state.names().contains(model.name())) {
            throw new StreamerException("topic " + topic + " has no model " + model.name()
                    + (state.names().isEmpty() ? "" : "; there are: " + String.join(", ", state.names())));
        }
        StoredPointer pointer = state.pointer(model.name());
        String version = model.version();
        if (version != null
                && state.artefact(model.name(), version) == null
                && (pointer == null || !pointer.versions().contains(version))) {
            throw new StreamerException("topic " + topic + " has no " + model.name() + "@" + version + "; there are: "
                    + String.join(", ", state.artefacts(model.name()).keySet()));
        }
    }
}
