package io.odradek.streamer.cli;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.deadletters.DeadLetterReader;
import io.odradek.streamer.deadletters.Inspection;
import io.odradek.streamer.deadletters.Letter;
import io.odradek.streamer.deadletters.Query;
import io.odradek.streamer.deadletters.Report;
import io.odradek.streamer.deadletters.ValueFile;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.Reachability;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dlq}: what became of images that could not be classified. */
@Command(
        name = "dlq",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Look at the dead-letter topic, and send what lies there again.", ""})
final class DlqCommand extends CommandGroup {
    /** The settings that its commands need. */
    static final List<Setting> SETTINGS = List.of(Setting.BOOTSTRAP_SERVERS, Setting.DLQ_TOPIC);

    /** With its subcommands. */
    static CommandLine commandLine() {
        CommandLine dlq = new CommandLine(new DlqCommand());
        CommandLine inspect = new CommandLine(new Inspect());
        SettingOptions.add(inspect.getCommandSpec(), SETTINGS);
        dlq.addSubcommand(inspect);
        CommandLine replay = new CommandLine(new DlqReplayCommand());
        SettingOptions.add(replay.getCommandSpec(), DlqReplayCommand.SETTINGS);
        dlq.addSubcommand(replay);
        return dlq;
    }

    /** {@code dlq inspect}. */
    @Command(
            name = "inspect",
            sortOptions = false,
            mixinStandardHelpOptions = true,
            description = {
                "Count the dead letters by reason and show the newest. Reads only, and leaves no trace in Kafka.",
                "",
                "Times are the images' own timestamps. Records of other programs count as " + Letter.FOREIGN
                        + ", codes that this version does not know as " + Letter.UNKNOWN + ".",
                ""
            },
            footer = {
                "",
                "Examples:",
                "  streamer dlq inspect --bootstrap-servers localhost:9092",
                "  streamer dlq inspect --from PT1H --reason WRONG_SIZE --limit 3 --save rejected",
                "  streamer dlq inspect --json --limit 0",
                "",
                "Exit codes: 0 shown, 1 the topic cannot be read or a file not written, 2 wrong usage or setting."
            })
    static final class Inspect implements Callable<Integer> {
        private static final Duration CONNECT = Duration.ofSeconds(10);
        private static final int MAX_LIMIT = 1_000;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it.
        private CommandSpec spec;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "10",
                description = "how many to show, the newest [0 to 1000; default 10]")
        private int limit = 10;

        @Mixin
        private LetterOptions letters = new LetterOptions();

        @Option(names = "--json", description = "print one JSON object")
        private boolean json;

        @Option(
                names = "--save",
                paramLabel = "DIR",
                description = "write the values of those that are shown to files in DIR; no file is overwritten")
        private @Nullable Path save;

        @Mixin
        private SettingOptions settings = new SettingOptions();

        @Override
        public Integer call() {
            Query query = new Query(letters.range(Instant.now()), letters.reasons(), limit());
            StreamerConfig config = StreamerConfig.of(settings.read(spec));
            Reachability.await(new KafkaClients(config).adminSettings(), CONNECT);
            PrintWriter out = spec.commandLine().getOut();
            PrintWriter err = spec.commandLine().getErr();
            try (DeadLetterReader reader = new DeadLetterReader(config)) {
                Inspection found = inspect(reader, query, err);
                out.println(json ? Report.json(found) : Report.text(found).stripTrailing());
                out.flush();
                if (save != null) {
                    saveAll(found, reader, save, err);
                }
            }
            return 0;
        }

        private static Inspection inspect(DeadLetterReader reader, Query query, PrintWriter err) {
            try (ProgressLine progress = new ProgressLine(err)) {
                return reader.inspect(query, (read, records) -> progress.at("dead letters", read, records));
            }
        }

        private int limit() {
            if (limit < 0 || limit > MAX_LIMIT) {
                throw new ConfigException("--limit is " + limit + ", allowed: 0 to " + MAX_LIMIT);
            }
            return limit;
        }

        private static void saveAll(Inspection found, DeadLetterReader reader, Path directory, PrintWriter err) {
            try {
                Files.createDirectories(directory);
            } catch (IOException e) {
                throw new StreamerException(
                        "--save " + directory + ": no directory can be made there: " + e.getMessage(), e);
            }
            for (Letter letter : found.newest()) {
                Path file = directory.resolve(letter.fileName());
                byte[] value = reader.value(letter);
                if (value == null) {
                    err.println("streamer: not saved, " + letter.withoutValue() + ": " + letter.fileName());
                } else {
                    save(value, file, err);
                }
            }
        }

        private static void save(byte[] value, Path file, PrintWriter err) {
            try {
                ValueFile.write(file, value);
            } catch (FileAlreadyExistsException e) {
                err.println("streamer: not saved, the file is there already: " + file);
            } catch (IOException e) {
                throw new StreamerException("--save: " + file + " cannot be written: " + e.getMessage(), e);
            }
        }
    }
}
