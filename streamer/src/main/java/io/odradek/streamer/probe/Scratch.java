package io.odradek.streamer.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Temporary files of one probe: a directory that goes with it. */
record Scratch(Path directory) implements AutoCloseable {
    /** A new directory below {@code parent} that only this user can read. */
    static Scratch below(Path parent) throws IOException {
        Files.createDirectories(parent);
        return new Scratch(Files.createTempDirectory(parent, "odradek-probe-"));
    }

    /** What the probe printed. */
    Path output() {
        return directory.resolve("output");
    }

    /** Where the probe's own temporary files are. */
    Path temporary() throws IOException {
        return Files.createDirectories(directory.resolve("tmp"));
    }

    /** Deletes all that is in a directory, as far as it can be deleted. */
    static void empty(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(directory))
                    .forEach(Scratch::delete);
        } catch (IOException | UncheckedIOException e) {
            // It will be somebody else's who cleans up.
        }
    }

    @Override
    public void close() {
        empty(directory);
        delete(directory);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // As above.
        }
    }
}
