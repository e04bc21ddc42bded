package io.odradek.streamer.loader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Model files on disk, named by their digest, so that only the live model and one candidate are ever in memory. A
 * private directory with a locked file in it, deleted by {@link #close()}; one that a killed process left behind is
 * deleted by the next. Not thread-safe.
 */
final class Spool implements AutoCloseable {
    private static final String PREFIX = "odradek-models-";
    private static final String LOCK = "lock";

    /** A directory is created an instant before its lock. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Path dir;
    private final FileChannel lock;

    private Spool(Path dir, FileChannel lock) {
        this.dir = dir;
        this.lock = lock;
    }

    /** A new directory below {@code parent} that only this user can read. */
    static Spool under(Path parent) {
        try {
            Files.createDirectories(parent);
            deleteAbandoned(parent);
            Path dir = Files.createTempDirectory(parent, PREFIX);
            FileChannel channel =
                    FileChannel.open(dir.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock unused = channel.lock();
            return new Spool(dir, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot create a directory for model files below " + parent + " (odradek.model.dir): " + e, e);
        }
    }

    /** Where a file with this digest is, or will be. */
    Path path(String sha256) {
        return dir.resolve(sha256 + ".onnx");
    }

    /** Where a file that was fetched is while it is tried. */
    Path fetched(String sha256) {
        // Somebody may have cleaned it away; if it cannot be made again, writing the file says why.
        boolean unused = dir.toFile().mkdirs();
        return dir.resolve(sha256 + ".fetched");
    }

    /** Where a file of which nothing is known yet is while it is tried. */
    Path incoming() throws IOException {
        Files.createDirectories(dir);
        return dir.resolve("incoming.onnx");
    }

    /** Whether the file is there: somebody who cleans temporary directories may have taken it. */
    boolean has(String sha256) {
        return Files.isReadable(path(sha256));
    }

    /** Writes a file whole or not at all. */
    void put(String sha256, byte[] content) throws IOException {
        Path part = dir.resolve(sha256 + ".part");
        try {
            Files.createDirectories(dir);
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
        try (lock) {
            delete(dir);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + dir, e);
        }
    }

    private static void deleteAbandoned(Path parent) throws IOException {
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path sibling : siblings) {
                try {
                    if (isAbandoned(sibling)) {
                        delete(sibling);
                    }
                } catch (IOException | UncheckedIOException e) {
                    // Somebody else's, or another streamer deletes it in this moment: tidying up must stop nobody.
                }
            }
        }
    }

    private static boolean isAbandoned(Path dir) throws IOException {
        if (!Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)
                || !Files.isWritable(dir)
                || Files.getLastModifiedTime(dir)
                        .toInstant()
                        .isAfter(Instant.now().minus(YOUNG))) {
            return false;
        }
        try (FileChannel channel =
                        FileChannel.open(dir.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (java.nio.channels.OverlappingFileLockException e) {
            // Another streamer in this JVM, as in tests.
            return false;
        }
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
