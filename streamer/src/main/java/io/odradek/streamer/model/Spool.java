package io.odradek.streamer.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Model files on disk, named by their digest, so that only the live model and one candidate are ever in memory. A
 * private directory, deleted by {@link #close()}. Not thread-safe.
 */
final class Spool implements AutoCloseable {
    private final Path dir;

    private Spool(Path dir) {
        this.dir = dir;
    }

    /** A new directory below {@code parent} that only this user can read. */
    static Spool under(Path parent) {
        try {
            Files.createDirectories(parent);
            return new Spool(Files.createTempDirectory(parent, "odradek-models-"));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot create a directory for model files below " + parent + " (odradek.model.dir): "
                            + e.getMessage(),
                    e);
        }
    }

    /** Where a file with this digest is, or will be. */
    Path path(String sha256) {
        return dir.resolve(sha256 + ".onnx");
    }

    /** Writes a file whole or not at all. */
    void put(String sha256, byte[] content) throws IOException {
        Path part = dir.resolve(sha256 + ".part");
        try {
            Files.write(part, content);
            Files.move(part, path(sha256), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Deletes a file, if it is there. */
    void drop(String sha256) throws IOException {
        Files.deleteIfExists(path(sha256));
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + dir, e);
        }
    }
}
