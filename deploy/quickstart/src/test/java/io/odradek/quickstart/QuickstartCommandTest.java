package io.odradek.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class QuickstartCommandTest {
    /** The script answers --help before anything is built, so it has a text of its own. */
    @Test
    void hasNoOptionThatTheScriptDoesNotExplain() throws Exception {
        // Given
        String script = Files.readString(Path.of("../quickstart.sh"));

        // Then
        for (OptionSpec option :
                new CommandLine(new QuickstartCommand()).getCommandSpec().options()) {
            if (!option.hidden()) {
                assertThat(script).contains(option.longestName());
            }
        }
    }
}
