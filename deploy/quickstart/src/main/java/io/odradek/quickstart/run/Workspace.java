package io.odradek.quickstart.run;

import io.odradek.quickstart.console.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The output directory of a run: the names of its files; cleared of an earlier run at the start; held by one run at a time. Not thread-safe.
 */
final class Workspace implements AutoCloseable {
    private static final String LOCK = ".lock";
    private static final String BROKER = "broker";
    private static final String STREAMER_CONFIG = "streamer.properties";
    private static final String STREAMER_STATE = "streamer-state";
    private static final String STREAMER_LOG = "streamer.log";
    private static final String EVALUATE_LOG = "evaluate.log";
    private static final String MODEL = "model";
    private static final String NEXT_MODEL = "next-model";
    private static final String TRAFFIC = "traffic";
    private static final String SUMMARY = "summary.json";
    private static final String REPORT = "report.html";
    private static final String SAMPLE = "sample.png";
    private static final List<String> NAMES = List.of(
            BROKER,
            STREAMER_CONFIG,
            STREAMER_STATE,
            STREAMER_LOG,
            EVALUATE_LOG,
            MODEL,
            NEXT_MODEL,
            TRAFFIC,
            SUMMARY,
            REPORT,
            SAMPLE);

    private final Path home;
    private final Path out;
    private final FileChannel channel;

    private Workspace(Path home, Path out, FileChannel channel) {
        this.home = home;
        this.out = out;
        this.channel = channel;
    }

    /**
     * Creates {@code out}, or clears it of an earlier run, so that nothing of an earlier run can be taken for a result of this one.
     *
     * @throws Failure when another run holds it, or when it cannot be written
     */
    static Workspace open(Path home, Path out) {
        try {
            Files.createDirectories(out);
            FileChannel channel =
                    FileChannel.open(out.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new Failure("another quickstart is running in " + out
                        + ": wait for it, stop it, or give another --out DIR");
            }
            empty(out);
            Files.createDirectories(out.resolve(TRAFFIC));
            Files.createDirectories(out.resolve(STREAMER_STATE));
            return new Workspace(home, out, channel);
        } catch (IOException e) {
            throw new Failure("cannot write to " + out + ": " + describe(e), e);
        }
    }

    Path broker() {
        return out.resolve(BROKER);
    }

    Path streamerConfig() {
        return out.resolve(STREAMER_CONFIG);
    }

    Path streamerState() {
        return out.resolve(STREAMER_STATE);
    }

    Path streamerLog() {
        return out.resolve(STREAMER_LOG);
    }

    Path evaluateLog() {
        return out.resolve(EVALUATE_LOG);
    }

    Path model() {
        return out.resolve(MODEL);
    }

    Path nextModel() {
        return out.resolve(NEXT_MODEL);
    }

    Path summary() {
        return out.resolve(SUMMARY);
    }

    Path report() {
        return out.resolve(REPORT);
    }

    Path sample() {
        return out.resolve(SAMPLE);
    }

    /** A file in which a short-lived child says what it did. */
    Path traffic(String name) {
        return out.resolve(TRAFFIC).resolve(name);
    }

    /** The path as a person in the checkout would type it. */
    String show(Path path) {
        return path.startsWith(home) ? home.relativize(path).toString() : path.toString();
    }

    /** Writes all or nothing: a reader sees the old state or the whole file. */
    void write(Path path, byte[] content) {
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try {
            Files.write(part, content);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Failure("cannot write " + path + ": " + describe(e), e);
        }
    }

    void write(Path path, String content) {
        write(path, content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock ends with this process at the latest.
        }
    }

    /** Deletes what a run writes and nothing else: {@code --out} may name a directory with other things in it. */
    private static void empty(Path out) throws IOException {
        for (String name : NAMES) {
            Path root = out.resolve(name);
            if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String describe(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
