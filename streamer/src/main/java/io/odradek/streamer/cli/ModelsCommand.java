package io.odradek.streamer.cli;

import io.odradek.streamer.config.Setting;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code models}: the registry, for people. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "See and decide which model is live: the registry in the models topic.",
            "",
            "A decision is one record, the newest wins, and each streamer follows it at its next batch.",
            ""
        },
        footer = {
            "",
            "See it:     streamer models list",
            "Publish:    streamer models publish model.onnx --promote --reason \"fewer mixed-up shirts\"",
            "Go back:    streamer models rollback fashion-mnist --reason \"too many coats\"",
            "Clean up:   streamer models prune fashion-mnist --keep 3",
            "",
            "Exit codes: 0 done, 1 failed, refused or superseded, 2 wrong usage or setting."
        })
final class ModelsCommand extends CommandGroup {
    /** The command line, with its subcommands. */
    static CommandLine commandLine() {
        List<Setting> topic = List.of(Setting.BOOTSTRAP_SERVERS, Setting.MODELS_TOPIC);
        CommandLine models = new CommandLine(new ModelsCommand());
        add(models, new ModelsListCommand(), topic);
        add(
                models,
                new ModelsShowCommand(),
                List.of(Setting.BOOTSTRAP_SERVERS, Setting.MODELS_TOPIC, Setting.STATUS_TOPIC));
        add(
                models,
                new ModelsPublishCommand(),
                List.of(
                        Setting.BOOTSTRAP_SERVERS,
                        Setting.MODELS_TOPIC,
                        Setting.MODEL_MAX_BYTES,
                        Setting.MODEL_DIR,
                        Setting.MODEL_PROBE_SECONDS,
                        Setting.MODEL_TRUSTED_KEYS));
        add(models, new ModelsPromoteCommand(), topic);
        add(models, new ModelsRollbackCommand(), topic);
        add(models, new ModelsPruneCommand(), topic);
        return models;
    }

    private static void add(CommandLine models, Object command, List<Setting> settings) {
        CommandLine line = new CommandLine(command);
        SettingOptions.add(line.getCommandSpec(), settings);
        models.addSubcommand(line);
    }
}
