package io.odradek.streamer.replay;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.model.NativeThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Threads that share a piece of work. Stateless. */
final class Crew {
    private Crew() {}

    /**
     * Does each task on a thread of its own and waits for all of them; when one fails the others are told to stop.
     *
     * @throws RuntimeException the first failure
     */
    static void run(List<? extends Runnable> tasks, Stop stop) {
        AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (Runnable task : tasks) {
            Thread thread = NativeThread.of("odradek-replay-" + (threads.size() + 1), () -> {
                try {
                    task.run();
                } catch (Throwable e) {
                    // An Error too: without it, its images would be missing and nobody would know.
                    first.compareAndSet(null, e);
                    stop.stop();
                }
            });
            threads.add(thread);
            thread.start();
        }
        threads.forEach(Crew::join);
        Throwable failure = first.get();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamerException("interrupted while images were replayed", e);
        }
    }
}
