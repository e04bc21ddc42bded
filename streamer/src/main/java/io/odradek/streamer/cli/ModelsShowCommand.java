package io.odradek.streamer.cli;

import com.google.gson.JsonObject;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.registry.RegistryState;
import io.odradek.streamer.registry.RegistryTopic;
import io.odradek.streamer.registry.StatusLog;
import io.odradek.streamer.registry.StoredPointer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models show}. */
@Command(
        name = "show",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Show everything about a model, or about one version of it.",
            "",
            "Decisions are those that Kafka's compaction left; it keeps the newest for ever. Below stands what each instance"
                    + " told last in the status topic, as long as that keeps it.",
            ""
        },
        footer = {
            "",
            "--json: as that of list, with this model and version only, and instances: the newest status record of each and"
                    + " its offset, or null where the status topic cannot be read.",
            "",
            "Examples:",
            "  streamer models show fashion-mnist",
            "  streamer models show fashion-mnist@20261124-042000 --json | jq '.models[0].versions[0].labels'"
        })
final class ModelsShowCommand extends ConfiguredCommand {
    @Parameters(paramLabel = "NAME[@VERSION]", converter = ModelArgument.Parser.class, description = "what to show")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private ModelArgument model;

    @Option(names = "--json", description = "print JSON instead of text")
    private boolean json;

    @Override
    public Integer call() {
        StreamerConfig config = config();
        RegistryTopic topic = new RegistryTopic(config);
        RegistryState state = topic.read();
        checkKnown(state, topic.name());
        RegistryView view = new RegistryView(state);
        InstancesView instances = InstancesView.read(new StatusLog(config), model.name());
        if (json) {
            JsonObject all = view.json(topic.name(), model.name(), model.version());
            all.add("instances", instances.json());
            print(all);
        } else {
            print(view.show(model.name(), model.version()) + "\n" + instances.show());
        }
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
