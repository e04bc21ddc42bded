package io.odradek.streamer.cli;

import io.odradek.streamer.registry.RegistryTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code models list}. */
@Command(
        name = "list",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "List all models and versions, the newest first.",
            "",
            "MARK says what the pointer calls a version: live, previous, canary, shadow. SIZE is MISSING where the pointer"
                    + " names a version that is not in the topic, UNREADABLE where no streamer would admit the file.",
            ""
        },
        footer = {
            "",
            "--json: {schema, topic, models: [{name, pointer, decisions: [...], versions: [{version, mark, present,"
                    + " bytes, sha256, offset, published, created, accuracy, input, labels, recipe, golden | uri |"
                    + " unreadable}]}], unreadable: [{key, offset, why}]}; pointer and decisions are the records as they"
                    + " are, and their offset.",
            "",
            "Example:  streamer models list --json | jq -r '.models[] | .name + \" \" + .pointer.live'"
        })
final class ModelsListCommand extends ConfiguredCommand {
    @Option(names = "--json", description = "print JSON instead of a table")
    private boolean json;

    @Override
    public Integer call() {
        RegistryTopic topic = new RegistryTopic(config());
        RegistryView view = new RegistryView(topic.read());
        if (json) {
            print(view.json(topic.name(), null, null));
        } else {
            print(view.list());
        }
        return 0;
    }
}
