package io.odradek.streamer.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Settings from options, and files to read them from. */
abstract class SettingsCase {
    @TempDir
    Path dir;

    static Settings settings(Map<Setting, String> options) {
        return Settings.of(options, Map.of(), Map.of(), null);
    }

    Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("streamer.properties"), text);
    }
}
