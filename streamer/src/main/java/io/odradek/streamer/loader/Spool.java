package io.odradek.streamer.loader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Model files on disk, named by their digest, so that only the live model and one candidate are ever in memory. A
 * private directory with a locked file in it, deleted by {@link #close()}; one that a killed process left behind is
 * deleted by the next. When somebody takes the directory away, the next file goes into a new one like it, and not into
 * what may stand there under the old name. Not thread-safe.
 */
final class Spool implements AutoCloseable {
    private static final String PREFIX = "odradek-models-";
    private static final String LOCK = "lock";

    /** A directory is created an instant before its lock is taken. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    /** A directory of our own, and what tells it from another with its name. */
    private record Place(Path dir, @Nullable Object key, FileChannel lock) {
        static Place below(Path parent) throws IOException {
            Files.createDirectories(parent);
            Path dir = Files.createTempDirectory(parent, PREFIX);
            FileChannel channel =
                    FileChannel.open(dir.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            FileLock unused = channel.lock();
            return new Place(dir, key(dir), channel);
        }

        boolean isThere() {
            try {
                BasicFileAttributes now =
                        Files.readAttributes(dir, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return now.isDirectory() && (key == null || key.equals(now.fileKey()));
            } catch (IOException e) {
                return false;
            }
        }

        private static @Nullable Object key(Path dir) throws IOException {
            return Files.readAttributes(dir, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        }
    }

    private final Path parent;
    private Place place;

    private Spool(Path parent, Place place) {
        this.parent = parent;
        this.place = place;
    }

    /** A new directory below {@code parent} that only this user can read. */
    static Spool under(Path parent) {
        try {
            Place place = Place.below(parent);
            deleteAbandoned(parent, place.dir());
            return new Spool(parent, place);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot create a directory for model files below " + parent + " (odradek.model.dir): " + e, e);
        }
    }

    /** Where a file with this digest is, or was when the directory was there. */
    Path path(String sha256) {
        return place.dir().resolve(sha256 + ".onnx");
    }

    /** Where a file that was fetched is while it is tried. */
    Path fetched(String sha256) throws IOException {
        return dir().resolve(sha256 + ".fetched");
    }

    /** Where a file of which nothing is known yet is while it is tried. */
    Path incoming() throws IOException {
        return dir().resolve("incoming.onnx");
    }

    /** Whether the file is there: somebody who cleans temporary directories may have taken it. */
    boolean has(String sha256) {
        return place.isThere() && Files.isReadable(path(sha256));
    }

    /** Writes a file whole or not at all. */
    void put(String sha256, byte[] content) throws IOException {
        Path part = dir().resolve(sha256 + ".part");
        try {
            Files.write(part, content);
            Files.move(part, path(sha256), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Deletes a file, if it is there and can be deleted: all go with the directory in the end. */
    void drop(String sha256) {
        drop(path(sha256));
    }

    /** Deletes a file that this spool has named. */
    static void drop(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Its directory is deleted at the end.
        }
    }

    @Override
    public void close() {
        try {
            if (place.isThere()) {
                delete(place.dir());
            }
            place.lock().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + place.dir(), e);
        }
    }

    /** The directory, made anew when it is gone. */
    private Path dir() throws IOException {
        if (!place.isThere()) {
            Place next = Place.below(parent);
            place.lock().close();
            place = next;
        }
        return place.dir();
    }

    /** @param own a directory that was just made: what another user owns is left alone */
    private static void deleteAbandoned(Path parent, Path own) throws IOException {
        Object owner = Files.getOwner(own);
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path sibling : siblings) {
                try {
                    if (!sibling.equals(own) && isOld(sibling) && owner.equals(owner(sibling))) {
                        deleteUnlessLocked(sibling);
                    }
                } catch (IOException | UncheckedIOException e) {
                    // Without a lock it is none of ours, or another streamer deletes it in this moment: tidying up must
                    // stop nobody.
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static Object owner(Path dir) throws IOException {
        return Files.getOwner(dir, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isOld(Path dir) throws IOException {
        return Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)
                && Files.getLastModifiedTime(dir)
                        .toInstant()
                        .isBefore(Instant.now().minus(YOUNG));
    }

    private static void deleteUnlessLocked(Path dir) throws IOException {
        // Never created here: what has no lock is not ours.
        try (FileChannel channel = FileChannel.open(
                        dir.resolve(LOCK), Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
                @Nullable FileLock lock = channel.tryLock()) {
            if (lock != null) {
                delete(dir);
            }
        } catch (OverlappingFileLockException e) {
            // Another streamer in this JVM, as in tests.
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
