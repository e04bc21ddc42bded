package io.odradek.quickstart.process;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A child process to start.
 *
 * @param name what messages call it
 * @param words program and arguments
 * @param environment variables set in addition to the inherited ones
 * @param output where it writes
 */
public record Command(String name, List<String> words, Map<String, String> environment, Output output) {
    /** Copies. */
    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        if (output instanceof Output.Terminal) {
            return builder.inheritIO();
        }
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        if (output instanceof Output.Answer answer) {
            builder.redirectOutput(answer.file().toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        } else if (output instanceof Output.Log log) {
            builder.redirectErrorStream(true).redirectOutput(log.file().toFile());
        } else if (output instanceof Output.Files files) {
            builder.redirectOutput(files.out().toFile())
                    .redirectError(files.log().toFile());
        }
        return builder;
    }

    /** Where to look when it failed; null when it wrote to the terminal. */
    @Nullable
    Path log() {
        if (output instanceof Output.Log log) {
            return log.file();
        }
        return output instanceof Output.Files files ? files.log() : null;
    }
}
