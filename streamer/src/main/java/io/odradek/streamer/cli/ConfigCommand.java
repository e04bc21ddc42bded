package io.odradek.streamer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.streamer.app.Preflight;
import io.odradek.streamer.config.Given;
import io.odradek.streamer.config.KafkaKeys;
import io.odradek.streamer.config.Origin;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code config}. */
@Command(
        name = "config",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Show every setting as run would take it, and where its value came from; check them, and start nothing.",
            "",
            "Needs no Kafka. Secrets are not shown. Give it the settings that you give to run. What Kafka's clients get"
                    + " beside your own kafka.* settings is the streamer's business and not listed.",
            ""
        },
        footer = {
            "",
            "--json: {schema, settings: [{key, value, secret, source: {kind: option|environment|file|default, where}}],"
                    + " notes: [...]}; the value of a secret is null.",
            "",
            "Example:  streamer config --config streamer.properties",
            "",
            "Exit codes: 0 run would take these settings, 2 it would not."
        })
final class ConfigCommand extends ConfiguredCommand {
    @Option(names = "--json", description = "print JSON instead of lines")
    private boolean json;

    /** One line. */
    private record Line(String key, Given given, boolean secret) {}

    @Override
    public Integer call() {
        Settings settings = settings();
        StreamerConfig config = config();
        Preflight.check(config);
        List<Line> lines = lines(settings);
        if (json) {
            print(json(lines, settings.notes()));
        } else {
            print(text(lines));
        }
        return ExitCode.DONE.code();
    }

    private static List<Line> lines(Settings settings) {
        List<Line> lines = new java.util.ArrayList<>();
        for (Setting setting : Setting.values()) {
            Origin origin = settings.source(setting).origin();
            lines.add(new Line(setting.key(), new Given(settings.get(setting), origin), false));
        }
        settings.kafkaSources()
                .forEach((key, given) ->
                        lines.add(new Line("kafka." + key, given, KafkaKeys.isSecret(key, given.value()))));
        return lines;
    }

    private static String text(List<Line> lines) {
        Table table = new Table("KEY", "VALUE", "SOURCE");
        for (Line line : lines) {
            String value = line.given.value().isEmpty() ? "-" : line.given.value();
            table.row(
                    line.key,
                    line.secret ? "(a secret)" : value,
                    line.given.origin().toString());
        }
        return table.toString();
    }

    private static JsonObject json(List<Line> lines, List<String> notes) {
        JsonArray settings = new JsonArray();
        for (Line line : lines) {
            Origin origin = line.given.origin();
            JsonObject source = new JsonObject();
            source.addProperty("kind", origin.kind().name().toLowerCase(Locale.ROOT));
            source.addProperty("where", origin.where());
            JsonObject entry = new JsonObject();
            entry.addProperty("key", line.key);
            entry.addProperty("value", line.secret ? null : line.given.value());
            entry.addProperty("secret", line.secret);
            entry.add("source", source);
            settings.add(entry);
        }
        JsonArray said = new JsonArray();
        notes.forEach(said::add);
        JsonObject json = new JsonObject();
        json.addProperty("schema", 1);
        json.add("settings", settings);
        json.add("notes", said);
        return json;
    }
}
