package io.odradek.streamer.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads that give no task more than a certain time: then they are interrupted, and an interrupt closes the channel
 * that a thread reads or writes. Threads end when idle. Thread-safe.
 */
final class BoundedTime implements Executor, AutoCloseable {
    private static final int IDLE_SECONDS = 60;

    private final Duration patience;
    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService clock;
    private final Map<Thread, Deadline> running = new ConcurrentHashMap<>();

    /**
     * Starts no thread yet.
     *
     * @param name the threads', before their number
     * @param waiting tasks that may wait for a thread; beyond that they are rejected
     */
    BoundedTime(String name, int threads, int waiting, Duration patience) {
        this.patience = patience;
        AtomicInteger count = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        this.workers = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), factory);
        this.workers.allowCoreThreadTimeOut(true);
        this.clock = Executors.newSingleThreadScheduledExecutor(factory);
    }

    @Override
    public void execute(Runnable task) {
        workers.execute(() -> {
            Deadline deadline = new Deadline(Thread.currentThread());
            Future<?> end = clock.schedule(deadline::pass, patience.toMillis(), TimeUnit.MILLISECONDS);
            running.put(Thread.currentThread(), deadline);
            try {
                task.run();
            } finally {
                running.remove(Thread.currentThread());
                end.cancel(false);
                deadline.lift();
            }
        });
    }

    /** Gives the task that calls it no more than this from now on; does nothing on a thread of somebody else. */
    void hurry(Duration rest) {
        Deadline deadline = running.get(Thread.currentThread());
        if (deadline != null) {
            Future<?> unused = clock.schedule(deadline::pass, rest.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        clock.shutdownNow();
    }

    /** Interrupts a task that takes too long, and never the next one on its thread. */
    private static final class Deadline {
        private final Thread worker;
        private boolean lifted;

        Deadline(Thread worker) {
            this.worker = worker;
        }

        synchronized void pass() {
            if (!lifted) {
                worker.interrupt();
            }
        }

        synchronized void lift() {
            lifted = true;
            Thread.interrupted();
        }
    }
}
