package io.odradek.quickstart.process;

import io.odradek.quickstart.console.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every child process of this run. After {@link #stopAll} none lives and none can be started: a Ctrl-C in the instant
 * between two steps leaves nothing behind. Thread-safe.
 */
public final class Children {
    private final Object lock = new Object();
    private final List<ChildProcess> running = new ArrayList<>();
    private final Watchdog watchdog;
    private boolean stopped;

    /** No children yet. */
    public Children() {
        watchdog = Watchdog.start();
    }

    /**
     * Starts a child.
     *
     * @throws Failure when its program cannot be started, or when the run is being stopped
     */
    public ChildProcess start(Command command) {
        synchronized (lock) {
            if (stopped) {
                throw Failure.interrupted();
            }
            try {
                Process process = command.builder().start();
                watchdog.watch(process.pid());
                var unused = process.onExit().thenRun(() -> watchdog.forget(process.pid()));
                ChildProcess child = new ChildProcess(command, process);
                running.add(child);
                return child;
            } catch (IOException e) {
                throw new Failure("cannot start " + command.name() + ": " + e.getMessage(), e);
            }
        }
    }

    /** Stops all at the same time, each with {@link ChildProcess#stop}; a second call does nothing. */
    public void stopAll(Duration grace) {
        List<Thread> stoppers = new ArrayList<>();
        synchronized (lock) {
            stopped = true;
            for (ChildProcess child : running) {
                Thread stopper = new Thread(() -> child.stop(grace), "stop-" + child.pid());
                stopper.start();
                stoppers.add(stopper);
            }
            running.clear();
        }
        for (Thread stopper : stoppers) {
            joinUninterruptibly(stopper);
        }
        watchdog.close();
    }

    private static void joinUninterruptibly(Thread thread) {
        @Nullable InterruptedException interruption = null;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interruption = e;
            }
        }
        if (interruption != null) {
            Thread.currentThread().interrupt();
        }
    }
}
