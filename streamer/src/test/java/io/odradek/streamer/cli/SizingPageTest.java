package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code deploy/sizing.md} shows is what the commands in it print. */
class SizingPageTest {
    private static final Path PAGE = Path.of("..", "deploy", "sizing.md");
    private static final String INDENT = "    ";
    private static final String PROMPT = INDENT + "$ ";

    @Test
    void showsTheRealOutputOfTheCommands() throws IOException {
        Map<String, String> shown = shown();

        assertThat(shown).hasSize(2);
        shown.forEach((command, output) -> assertThat(run(command)).as(command).isEqualTo(output));
    }

    private static String run(String command) {
        String[] words = command.replace("deploy/", "../deploy/").split(" ", -1);
        CommandRun run = CommandRun.of(Arrays.copyOfRange(words, 1, words.length));
        return (run.out() + run.err()).stripTrailing();
    }

    /** Each command with the lines behind it. */
    private static Map<String, String> shown() throws IOException {
        Map<String, String> shown = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(PAGE);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(PROMPT)) {
                List<String> output = new ArrayList<>();
                for (String line : lines.subList(i + 1, lines.size())) {
                    if (line.startsWith(PROMPT) || !(line.isEmpty() || line.startsWith(INDENT))) {
                        break;
                    }
                    output.add(line.isEmpty() ? line : line.substring(INDENT.length()));
                }
                shown.put(
                        lines.get(i).substring(PROMPT.length()),
                        String.join("\n", output).stripTrailing());
            }
        }
        return shown;
    }
}
