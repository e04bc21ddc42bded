package io.odradek.streamer.loader;

import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches a file or directory and swaps the live model. Looks again and again: notifications of the operating system
 * miss what happens on network mounts. A file is taken when two looks in a row found it the same, and copied first: what
 * is admitted is the copy, whatever happens to the original.
 *
 * <p>Once in a while the files are read again although they look the same, because not every network mount tells of each
 * change; what was read before is told by its digest and not tried again.
 */
public final class ModelPathLoader implements ModelLoader {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration READ_AGAIN = Duration.ofMinutes(1);
    /** After a full disk, say. */
    private static final Duration RETRY = Duration.ofSeconds(15);

    private final WatchedPath watched;
    private final long maxBytes;
    private final LiveModel live;
    private final LoaderThread thread;
    private final Duration look;
    private final Duration readAgain;

    /** What the last look found, to be found again. */
    private WatchedPath.@Nullable Look seen;
    /** What was decided about last: live, refused, or to be tried again. */
    private WatchedPath.@Nullable Look done;

    private String doneKey = "";
    private long dueAt;

    /**
     * Does not start.
     *
     * @param path a file, or a directory of which the newest {@code *.onnx} is wanted; may be absent for now
     * @param maxBytes the largest file that is read
     * @param name the name that each model must have
     * @param directory where model files are spooled, in a new directory below it
     * @param holder receives each admitted model
     */
    public ModelPathLoader(
            Path path,
            long maxBytes,
            String name,
            Path directory,
            AdmissionGate gate,
            ModelHolder holder,
            ModelEvents events) {
        this(path, maxBytes, directory, new LiveModel(name, gate, holder, events), events, LOOK, READ_AGAIN);
    }

    ModelPathLoader(
            Path path,
            long maxBytes,
            Path directory,
            LiveModel live,
            ModelEvents events,
            Duration look,
            Duration readAgain) {
        this.watched = new WatchedPath(path);
        this.maxBytes = maxBytes;
        this.live = live;
        this.look = look;
        this.readAgain = readAgain;
        this.thread = new LoaderThread(directory, events, this::run);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.close();
    }

    private void run(Spool spool) {
        while (!thread.isStopping()) {
            try {
                look(spool);
            } catch (NotTriedException e) {
                later(watched.path() + " waits: " + e.getMessage());
            } catch (IOException e) {
                later(watched.path() + " cannot be read or copied: " + e);
            }
            thread.pause(look);
        }
    }

    private void later(String why) {
        String what = OneLine.of(why);
        live.unreadable(what);
        live.waiting(what);
        done(seen, "", RETRY);
    }

    private void look(Spool spool) throws IOException {
        WatchedPath.Look before = seen;
        seen = watched.look().orElse(null);
        if (seen == null) {
            live.waiting(watched.expected());
        } else if (!seen.equals(before)) {
            live.waiting(seen.file() + " to be written to its end");
        } else if (!seen.equals(done) || System.nanoTime() - dueAt >= 0) {
            take(seen, spool);
        }
    }

    private void take(WatchedPath.Look found, Spool spool) throws IOException {
        if (found.stamp().size() > maxBytes) {
            refuseSize(found);
            return;
        }
        if (found.equals(done) && CopiedModel.key(found, maxBytes).equals(doneKey)) {
            done(found, doneKey, readAgain);
            return;
        }
        try (CopiedModel copy = CopiedModel.of(found, maxBytes, spool)) {
            if (found.equals(watched.look().orElse(null))) {
                done(found, copy.key(), readAgain);
                live.readable();
                offer(found, copy);
            }
            // Else it changed meanwhile: the next looks will find out.
        }
    }

    /** A file that is too large is not even read: it is told by what it looks like. */
    private void refuseSize(WatchedPath.Look found) {
        String key = found.toString();
        String why = found.stamp().size() + " bytes, allowed: " + maxBytes + " (odradek.model.max.bytes)";
        done(found, "", readAgain);
        if (live.refusal(key) == null) {
            boolean unused = live.refuse(label(found), key, null, Stage.SIZE, why);
        }
        live.waiting(label(found) + " was refused (" + live.refusal(key) + "): replace it");
    }

    private static String label(WatchedPath.Look found) {
        return OneLine.of(found.file().getFileName().toString());
    }

    private void offer(WatchedPath.Look found, CopiedModel copy) throws IOException {
        String label = label(found);
        if (live.refusal(copy.key()) == null) {
            try {
                String sha256 = copy.prepare(live);
                ModelRef now = live.ref();
                boolean isLive = now != null && now.sha256().equals(sha256);
                String shortage = isLive ? "" : live.shortage(copy.file());
                if (!shortage.isEmpty()) {
                    live.unreadable(label + " waits: " + shortage);
                    live.waiting(label + ": " + shortage);
                    done(found, "", RETRY);
                    return;
                }
                if (isLive || live.tryFile(label, copy.key(), sha256, null, copy.file(), thread)) {
                    return;
                }
            } catch (RefusedException e) {
                boolean unused = live.refuse(label, copy.key(), null, e.stage(), String.valueOf(e.getMessage()));
            }
        }
        if (!thread.isStopping()) {
            live.waiting(label + " was refused (" + live.refusal(copy.key()) + "): replace it");
        }
    }

    private void done(WatchedPath.@Nullable Look found, String key, Duration untilNext) {
        done = found;
        doneKey = key;
        dueAt = System.nanoTime() + untilNext.toNanos();
    }
}
