package io.odradek.streamer.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Fetched files by digest, in a directory that outlives the process: a model that is in it starts without its origin.
 * What is in it is trusted no more than an origin: it is verified each time. Several processes may share it. Not
 * thread-safe.
 */
final class DigestCache {
    private static final int MAX_FILES = 8;
    private static final String NAME = "[0-9a-f]{64}\\.onnx";

    private final Path directory;

    /** @param directory created when first needed, for this user only */
    DigestCache(Path directory) {
        this.directory = directory;
    }

    /** Copies a file out, if it is there and still has its digest; deletes it when it has not. */
    boolean copyTo(ModelReference reference, Path target, long maxBytes, BooleanSupplier stopping) {
        Path cached = path(reference);
        if (!Files.isRegularFile(cached, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(cached);
                VerifiedFile out = new VerifiedFile(target, reference, maxBytes)) {
            out.copy(in, stopping);
            out.finish();
        } catch (FetchFailure e) {
            if (e.outcome() instanceof Fetched.Refused) {
                delete(cached);
            }
            return false;
        } catch (IOException e) {
            return false;
        }
        touch(cached);
        return true;
    }

    /** The files that were used last are kept. */
    private static void touch(Path cached) {
        try {
            Files.setLastModifiedTime(cached, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // A cache that is only readable serves as well.
        }
    }

    /** Keeps a copy of a verified file, and the newest few of the others. */
    void keep(ModelReference reference, Path file) throws IOException {
        create();
        Path part = Files.createTempFile(directory, "incoming-", ".part");
        try {
            Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, path(reference), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(part);
        }
        prune();
    }

    private void create() throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (directory.toAbsolutePath().getParent() != null) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
        }
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix) {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(directory);
        }
    }

    private void prune() throws IOException {
        record Entry(Path file, FileTime used) {}
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (file.getFileName().toString().matches(NAME)) {
                    entries.add(new Entry(file, Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)));
                }
            }
        } catch (NoSuchFileException e) {
            // Another process pruned at the same time.
            return;
        }
        entries.sort(Comparator.comparing(Entry::used).reversed());
        entries.stream().skip(MAX_FILES).map(Entry::file).forEach(DigestCache::delete);
    }

    private Path path(ModelReference reference) {
        return directory.resolve(reference.sha256() + ".onnx");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is verified before each use, so it may stay.
        }
    }
}
