package io.odradek.streamer.cli;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.topics.EvaluationTopics;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.Reachability;
import io.odradek.streamer.topics.TopicAdmin;
import io.odradek.streamer.topics.TopicSetup;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code topics}: what the streamer needs in Kafka. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Create the topics that a streamer needs.", ""})
final class TopicsCommand extends CommandGroup {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** With its subcommands. */
    static CommandLine commandLine() {
        CommandLine topics = new CommandLine(new TopicsCommand());
        CommandLine create = new CommandLine(new Create());
        // That they are created is what is asked for here.
        SettingOptions.add(
                create.getCommandSpec(),
                Arrays.stream(Setting.values())
                        .filter(setting -> setting != Setting.CREATE_TOPICS)
                        .toList());
        topics.addSubcommand(create);
        return topics;
    }

    /** {@code topics create}. */
    @Command(
            name = "create",
            sortOptions = false,
            mixinStandardHelpOptions = true,
            description = {
                "Create the topics that are missing, check all of them, and start nothing.",
                "",
                "For who creates topics apart from the streamer, once, as before a first deployment: afterwards it needs no"
                        + " right to create any. What is there is not changed; what is wrong with it is said, with the"
                        + " command that mends it. Give it the settings that you give to run.",
                ""
            },
            footer = {
                "",
                "Example:  streamer topics create --bootstrap-servers kafka:9092 --create-partitions 12",
                "",
                "Exit codes: 0 all are there and right, 1 not so, 2 wrong usage or setting."
            })
    static final class Create extends ConfiguredCommand {
        @Option(names = "--evaluation", description = "and the topics of 'streamer evaluate'")
        private boolean forEvaluation;

        @Override
        public Integer call() {
            StreamerConfig config = config();
            // Checks its settings: nothing is made where one of them is wrong.
            Optional<StreamerConfig> evaluation =
                    forEvaluation ? Optional.of(config.forEvaluation()) : Optional.empty();
            Map<String, Object> clients = new KafkaClients(config).adminSettings();
            Reachability.await(clients, CONNECT);
            Table table = new Table("TOPIC", "PARTITIONS", "STATE");
            try (TopicAdmin admin = new TopicAdmin(config.bootstrapServers(), clients)) {
                add(table, new TopicSetup(config, admin).createMissing());
                evaluation.ifPresent(its -> add(table, new EvaluationTopics(its, admin, List.of()).createMissing()));
            }
            print(table.toString());
            return ExitCode.DONE.code();
        }

        private static void add(Table table, Map<String, TopicSetup.Prepared> topics) {
            topics.forEach((topic, prepared) -> table.row(
                    topic, String.valueOf(prepared.partitions()), prepared.created() ? "created" : "was there"));
        }
    }
}
