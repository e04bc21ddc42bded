package io.odradek.streamer.loader;

import io.odradek.streamer.fetch.Fetched;
import io.odradek.streamer.fetch.Fetcher;
import io.odradek.streamer.fetch.ModelReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Fetches beside the loader's thread, one file at a time, so that a slow origin holds nothing else up. Outcomes, and
 * the files, are kept until somebody drops them. Not thread-safe: it belongs to the loader's thread.
 */
final class Fetches implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(2);

    private final Fetcher fetcher;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(body -> {
        Thread daemon = new Thread(body, "odradek-fetch");
        daemon.setDaemon(true);
        return daemon;
    });
    private final Map<String, Done> done = new HashMap<>();
    private @Nullable UnderWay underWay;

    private record UnderWay(String record, Path file, Future<Fetched> result, AtomicBoolean cancelled, long since) {}

    private record Done(Path file, Fetched outcome) {}

    Fetches(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    /**
     * What became of a fetch; begins it if no other one is under way.
     *
     * @param record tells this fetch from any other
     * @param file where it is written
     * @return null while it lasts, or waits for its turn
     */
    @Nullable
    Fetched outcome(String record, ModelReference reference, Path file) {
        collect();
        Done known = done.get(record);
        if (known == null && underWay == null) {
            AtomicBoolean cancelled = new AtomicBoolean();
            Future<Fetched> result = thread.submit(() -> fetcher.fetch(reference, file, cancelled::get));
            underWay = new UnderWay(record, file, result, cancelled, System.nanoTime());
        }
        return known == null ? null : known.outcome();
    }

    /** Whether a fetch has ended since it was asked for. */
    boolean hasEnded() {
        return underWay != null && underWay.result().isDone();
    }

    /** Whether a fetch is under way, and not for longer than this. */
    boolean isYoung(Duration age) {
        return underWay != null && System.nanoTime() - underWay.since() < age.toNanos();
    }

    /** Cancels and drops all but these. */
    void keepOnly(Set<String> records) {
        if (underWay != null && !records.contains(underWay.record())) {
            Path file = underWay.file();
            underWay.cancelled().set(true);
            underWay = null;
            // Behind the fetch: it may end well all the same.
            thread.execute(() -> Spool.drop(file));
        }
        Set.copyOf(done.keySet()).stream().filter(r -> !records.contains(r)).forEach(this::drop);
    }

    /** Forgets an outcome, and deletes the file. */
    void drop(String record) {
        Done known = done.remove(record);
        if (known != null) {
            Spool.drop(known.file());
        }
    }

    /** Forgets what failed, so that it is tried again. */
    void forgetFailures() {
        done.values().removeIf(known -> !(known.outcome() instanceof Fetched.Stored));
    }

    /** Cancels; waits a moment, so that nothing is written any more. */
    @Override
    public void close() {
        keepOnly(Set.of());
        thread.shutdown();
        try {
            boolean unused = thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void collect() {
        UnderWay ended = underWay;
        if (ended == null || !ended.result().isDone()) {
            return;
        }
        underWay = null;
        try {
            done.put(ended.record(), new Done(ended.file(), ended.result().get()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a fetch failed by a bug", e.getCause());
        }
    }
}
