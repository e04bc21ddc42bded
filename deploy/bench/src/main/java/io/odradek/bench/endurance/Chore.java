package io.odradek.bench.endurance;

import io.odradek.quickstart.console.Failure;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Something that is done again and again, in a thread of its own, until it fails. Thread-safe; {@link #close} ends the thread. */
final class Chore implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    /** What is done. */
    interface Task {
        void run() throws InterruptedException;
    }

    /** Begins after one pause. */
    static Chore every(Duration pause, Task task) {
        Chore chore = new Chore();
        Future<?> unused = chore.executor.scheduleWithFixedDelay(
                () -> chore.once(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        return chore;
    }

    private void once(Task task) {
        if (failure.get() != null) {
            return;
        }
        try {
            task.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    /** Throws the reason when it has failed. */
    void requireWell() {
        RuntimeException e = failure.get();
        if (e != null) {
            throw e;
        }
    }

    /** Waits until what has begun is done, and does nothing more. */
    void finish() throws InterruptedException {
        executor.shutdown();
        if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Failure("not done after " + PATIENCE.toMinutes() + " minutes");
        }
        requireWell();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
