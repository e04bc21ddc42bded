package io.odradek.streamer.loader;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A file, or a directory of which the newest {@code *.onnx} file counts (of two with the same time, the last by name).
 * Links are followed at each look, so that the mounts of Kubernetes work, which swap a directory by a link. Hidden files
 * are passed over. Stateless.
 *
 * @param path the file or directory; it may be absent
 */
public record WatchedPath(Path path) {
    private static final String MODEL = ".onnx";
    private static final String SIDECAR = ".json";

    /**
     * A model file as it is at one look.
     *
     * @param file the file
     * @param stamp what tells it from another or changed one
     * @param sidecar the file beside it that describes a foreign model, or null
     * @param sidecarStamp what tells the sidecar from another or changed one, or null
     */
    public record Look(
            Path file,
            Stamp stamp,
            @Nullable Path sidecar,
            @Nullable Stamp sidecarStamp) {}

    /**
     * What changes with a file's content. A new file with the old size and time has another key (its inode); where the
     * operating system has a time of change, not even a program that sets the time back can hide a change.
     *
     * @param modified time of the last modification
     * @param changed time of the last change of content or attributes; null where there is none
     * @param key which file this is; null where there is none
     */
    public record Stamp(
            long size,
            Object modified,
            @Nullable Object changed,
            @Nullable Object key) {}

    /** The file that counts now, if there is one. */
    public Optional<Look> look() throws IOException {
        Path file = Files.isDirectory(path) ? newest() : path;
        Stamp stamp = file == null ? null : stamp(file);
        if (file == null || stamp == null) {
            return Optional.empty();
        }
        Path beside = file.resolveSibling(file.getFileName() + SIDECAR);
        Stamp sidecar = stamp(beside);
        return Optional.of(new Look(file, stamp, sidecar == null ? null : beside, sidecar));
    }

    /** What is waited for when {@link #look()} finds nothing. */
    String expected() {
        return Files.isDirectory(path)
                ? "a *" + MODEL + " file in the directory " + path + " (odradek.model.path)"
                : "the model file " + path + " (odradek.model.path), which does not exist or cannot be seen";
    }

    private @Nullable Path newest() throws IOException {
        record Candidate(Path file, BasicFileAttributes attributes) {}
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, WatchedPath::isModel);
                Stream<Path> stream = StreamSupport.stream(files.spliterator(), false)) {
            return stream.flatMap(file -> attributes(file).map(a -> new Candidate(file, a)).stream())
                    .max(Comparator.comparing((Candidate c) -> c.attributes().lastModifiedTime())
                            .thenComparing(c -> c.file().getFileName().toString()))
                    .map(Candidate::file)
                    .orElse(null);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static boolean isModel(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(MODEL) && !name.startsWith(".");
    }

    private static @Nullable Stamp stamp(Path file) throws IOException {
        BasicFileAttributes attributes = attributes(file).orElse(null);
        if (attributes == null) {
            return null;
        }
        Object changed = null;
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            try {
                changed = Files.getAttribute(file, "unix:ctime");
            } catch (NoSuchFileException e) {
                return null;
            }
        }
        return new Stamp(attributes.size(), attributes.lastModifiedTime(), changed, attributes.fileKey());
    }

    /** Of a regular file, also behind a link; empty for anything else, and for one that vanished. */
    private static Optional<BasicFileAttributes> attributes(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, new LinkOption[0]);
            return attributes.isRegularFile() ? Optional.of(attributes) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
