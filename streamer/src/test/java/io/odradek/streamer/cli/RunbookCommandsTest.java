package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Prometheus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Who is woken up at night finds only commands that there are, in the runbook and in the alerts. */
class RunbookCommandsTest {
    private static final Path RUNBOOK = Path.of("..", "deploy", "runbook.md");
    private static final Pattern IN_THE_RUNBOOK = Pattern.compile("(?:`|(?m:^ {4,}))(streamer [a-z][^`\n]*)");
    private static final Pattern IN_AN_ALERT = Pattern.compile("\"(streamer [a-z][^\"]*)\"");

    static Set<String> commands() throws IOException {
        Set<String> commands = new TreeSet<>();
        collect(IN_THE_RUNBOOK, Files.readString(RUNBOOK), commands);
        for (Path rules : Prometheus.ruleFiles()) {
            collect(IN_AN_ALERT, Files.readString(rules).replaceAll("\\s+", " "), commands);
        }
        return commands;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void areThoseOfTheStreamer(String command) {
        String[] words = command.replaceAll("\\{\\{ [^}]* }}", "fashion-mnist")
                .replaceAll("\"[^\"]*\"", "text")
                .split(" ", -1);
        CommandLine streamer = StreamerCommand.commandLine(new RunCommand(), new EvaluateCommand());

        try {
            streamer.parseArgs(Arrays.copyOfRange(words, 1, words.length));
        } catch (CommandLine.MissingParameterException e) {
            // The text speaks of the command, and not of what to do with it.
            assertThat(words).as(e.getMessage()).allMatch(word -> word.matches("[a-z]+"));
        }
    }

    private static void collect(Pattern pattern, String text, Set<String> commands) {
        pattern.matcher(text).results().map(found -> found.group(1).strip()).forEach(commands::add);
    }
}
