package io.odradek.trainer.file;

import io.odradek.trainer.TrainerException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file under construction: written beside its target under a temporary name, moved into place by {@link #commit()}.
 *
 * <p>Readers see the old content or the whole new one, never a part, also after a crash. {@link #close()} without a
 * commit leaves nothing behind. Failures are {@link TrainerException}s that name the target. Not thread-safe.
 */
public final class StagedFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private boolean committed;

    private StagedFile(Path target, Path temporary) {
        this.target = target;
        this.temporary = temporary;
    }

    /** Starts a file; creates the target's directory where missing. */
    public static StagedFile create(Path target) {
        Path absolute = target.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null) {
            throw new TrainerException("cannot write " + target + ": it names no file");
        }
        String name =
                "." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".tmp";
        StagedFile staged = new StagedFile(absolute, directory.resolve(name));
        try {
            Files.createDirectories(directory);
            // Not Files.createTempFile: its files are readable by their owner alone.
            Files.write(staged.temporary, new byte[0]);
        } catch (IOException e) {
            throw staged.failed(e);
        }
        return staged;
    }

    /** Deletes what processes that have ended left of files that they had begun for {@code target}. */
    public static void removeLeftOver(Path target) {
        Path directory = target.toAbsolutePath().resolveSibling(".");
        Pattern name = Pattern.compile(Pattern.quote("." + target.getFileName() + ".") + "(\\d{1,18})\\.tmp");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Matcher matcher = name.matcher(file.getFileName().toString());
                if (matcher.matches()
                        && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new TrainerException("cannot tidy " + directory + ": " + TrainerException.reasonOf(e), e);
        }
    }

    /** Where the content is until {@link #commit()}. */
    public Path temporary() {
        return temporary;
    }

    /** Replaces the content by {@code bytes}. */
    public void write(byte[] bytes) {
        write(out -> out.write(bytes));
    }

    /** Replaces the content by what {@code content} writes. */
    public void write(Content content) {
        try (OutputStream out = Files.newOutputStream(temporary)) {
            content.writeTo(out);
        } catch (IOException | UncheckedIOException e) {
            throw failed(e);
        }
    }

    /** Forces the content to disk and gives it its name, replacing an older file of that name. */
    public void commit() {
        try {
            force(temporary, StandardOpenOption.WRITE);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            committed = true;
            force(target.resolveSibling("."), StandardOpenOption.READ);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        if (!committed) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private TrainerException failed(Exception e) {
        return new TrainerException(
                "cannot write " + target + ": " + TrainerException.reasonOf(e)
                        + "; choose another directory, or free space or permission there",
                e);
    }

    /** What a file shall hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; need not close {@code out}. */
        void writeTo(OutputStream out) throws IOException;
    }
}
