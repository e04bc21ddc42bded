package io.odradek.streamer.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Fetched files by digest, in a directory that outlives the process: a model that is in it starts without its origin.
 * What is in it is trusted no more than an origin: it is verified each time. Several processes may share it. Not
 * thread-safe.
 */
final class DigestCache {
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final String NAME = "[0-9a-f]{64}\\.onnx";

    private final Path directory;
    private final int maxFiles;

    /**
     * @param directory created when first needed, for this user only
     * @param maxFiles how many are kept
     */
    DigestCache(Path directory, int maxFiles) {
        this.directory = directory;
        this.maxFiles = maxFiles;
    }

    /**
     * Checks that nobody else can put anything into the directory, if it is there: it may lie where all may write.
     *
     * @param own a file in a directory of this user's
     * @throws FetchFailure unreachable when it is a link, belongs to somebody else, or others may write to it
     */
    void check(Path own) throws FetchFailure, IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS) || !isPosix()) {
            return;
        }
        PosixFileAttributes found =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Path ownDirectory = own.toAbsolutePath().getParent();
        boolean isOurs = ownDirectory != null && found.owner().equals(Files.getOwner(ownDirectory));
        if (!found.isDirectory() || !isOurs || !Collections.disjoint(found.permissions(), OTHERS_WRITE)) {
            throw FetchFailure.unreachable("the cache " + directory
                    + " (odradek.model.cache.dir) must be a directory, not a link, of this user's, to which nobody else"
                    + " may write; it has owner " + found.owner().getName() + " and permissions "
                    + PosixFilePermissions.toString(found.permissions()));
        }
    }

    /** Copies a file out, if it is there and still has its digest; deletes it when it has not. */
    boolean copyTo(ModelReference reference, Path target, long maxBytes, BooleanSupplier cancelled) {
        Path cached = path(reference);
        if (!Files.isRegularFile(cached, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(cached, LinkOption.NOFOLLOW_LINKS);
                VerifiedFile out = new VerifiedFile(target, reference, maxBytes)) {
            // It may fail although the file is good: a reference may say too few bytes.
            out.copy(in, cancelled);
            return verify(out, cached);
        } catch (FetchFailure | IOException e) {
            return false;
        }
    }

    /** Copies a file out and changes nothing here. @throws FetchFailure when it is not there, or has another digest */
    void peek(ModelReference reference, Path target, long maxBytes) throws FetchFailure, IOException {
        try (InputStream in = Files.newInputStream(path(reference), LinkOption.NOFOLLOW_LINKS);
                VerifiedFile out = new VerifiedFile(target, reference, maxBytes)) {
            out.copy(in, () -> false);
            out.finish();
        }
    }

    private static boolean verify(VerifiedFile copy, Path cached) {
        try {
            copy.finish();
        } catch (FetchFailure e) {
            delete(cached);
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
            // Not Files.copy to the path: it would make another file, which others could read.
            try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.WRITE)) {
                Files.copy(file, out);
            }
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
        if (isPosix()) {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(directory);
        }
    }

    private boolean isPosix() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
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
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Comparator.comparing(Entry::used).reversed());
        entries.stream().skip(maxFiles).map(Entry::file).forEach(DigestCache::delete);
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
