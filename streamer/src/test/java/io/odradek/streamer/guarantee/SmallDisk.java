package io.odradek.streamer.guarantee;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory with a file system of its own, which can be made as small as what is in it: then it is full. Needs Linux and
 * root; elsewhere it is a directory like any other. Not thread-safe.
 */
final class SmallDisk implements AutoCloseable {
    private static final String NAME = "odradek-guarantee";
    private static final long ROOMY = 1 << 20;
    private static final int TRIES = 20;

    private final Path dir;
    private final Optional<String> missing;

    /** @param dir is created */
    SmallDisk(Path dir) {
        this.dir = dir;
        try {
            Files.createDirectories(dir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.missing = run("mount", "-t", "tmpfs", "-o", size(ROOMY), NAME, dir.toString());
    }

    /** Takes away what a run that was killed has left below a directory. */
    static void removeBelow(Path dir) {
        Path mounts = Path.of("/proc/self/mounts");
        if (Files.exists(mounts)) {
            try (Stream<String> lines = Files.lines(mounts)) {
                lines.filter(line -> line.startsWith(NAME + " "))
                        .map(line -> line.split(" ", -1)[1])
                        .filter(mounted -> Path.of(mounted).startsWith(dir))
                        .forEach(mounted -> run("umount", "-l", mounted));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Why it can not be made full, if so. */
    Optional<String> missing() {
        return missing;
    }

    /** Not a byte more. */
    void fill() {
        Optional<String> failure = Optional.of("not tried");
        // What is in it may grow meanwhile.
        for (int i = 0; i < TRIES && failure.isPresent(); i++) {
            failure = run("mount", "-o", "remount," + size(usedKilobytes()), dir.toString());
        }
        failure.ifPresent(reason -> {
            throw new IllegalStateException("cannot fill " + dir + ": " + reason);
        });
    }

    void makeRoom() {
        run("mount", "-o", "remount," + size(ROOMY), dir.toString()).ifPresent(reason -> {
            throw new IllegalStateException("cannot make room in " + dir + ": " + reason);
        });
    }

    private long usedKilobytes() {
        try {
            FileStore store = Files.getFileStore(dir);
            return Math.max(4, (store.getTotalSpace() - store.getUnallocatedSpace()) >> 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String size(long kilobytes) {
        return "size=" + kilobytes + "k";
    }

    /** @return what went wrong, if anything */
    private static Optional<String> run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(said.strip());
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** A file system that something still holds goes when that ends. */
    @Override
    public void close() {
        if (missing.isEmpty()) {
            run("umount", "-l", dir.toString());
        }
    }
}
