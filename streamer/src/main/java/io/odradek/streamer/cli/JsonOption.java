package io.odradek.streamer.cli;

import com.google.gson.JsonObject;
import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.StreamerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --json} of a command that prints a table, JSON in its place, or both. A mixin, filled by picocli. */
final class JsonOption {
    @Option(
            names = "--json",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = "",
            description = "print JSON instead of a table; with FILE print the table and write the JSON there")
    private @Nullable String json;

    /** Before the work begins. @throws ConfigException when it names no file */
    void check() {
        Path unused = file();
    }

    /** Where the JSON goes; null where to standard output, or nowhere. */
    private @Nullable Path file() {
        if (json == null || json.isEmpty()) {
            return null;
        }
        try {
            return Path.of(json);
        } catch (InvalidPathException e) {
            throw new ConfigException("--json is \"" + json + "\", allowed: a file");
        }
    }

    /** Whether JSON is printed, and no table. */
    boolean isPrinted() {
        return json != null && json.isEmpty();
    }

    /** Writes the JSON where a file is wanted. @throws StreamerException when it cannot be written */
    void write(JsonObject report) {
        Path file = file();
        if (file == null) {
            return;
        }
        try {
            Files.writeString(file, JsonOutput.of(report) + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StreamerException("--json: " + file + " cannot be written: " + e, e);
        }
    }
}
