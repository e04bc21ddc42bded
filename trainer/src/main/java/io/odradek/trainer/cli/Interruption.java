package io.odradek.trainer.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C and SIGTERM: asks the command to stop, gives it time to leave nothing half-done, and ends the process with the
 * command's own exit code. True once somebody asked. Thread-safe.
 */
final class Interruption implements BooleanSupplier {
    /** Exit code of a command that was stopped. */
    static final int EXIT_CODE = 130;

    private static final Duration GRACE = Duration.ofSeconds(8);

    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final Thread worker;
    private volatile boolean requested;

    private Interruption(Thread worker) {
        this.worker = worker;
    }

    /** Listens to the signals from now on, on behalf of the current thread. */
    static Interruption install() {
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::onShutdown, "interruption"));
        return interruption;
    }

    /** For commands that run in a test: nobody ever asks to stop. */
    static Interruption none() {
        return new Interruption(Thread.currentThread());
    }

    @Override
    public boolean getAsBoolean() {
        return requested;
    }

    /** Ends the process. */
    void exit(int code) {
        exitCode.complete(code);
        // Where a signal came first, this call waits and the hook ends the process.
        System.exit(code);
    }

    private void onShutdown() {
        if (exitCode.isDone()) {
            return;
        }
        requested = true;
        worker.interrupt();
        int code = exitCode.completeOnTimeout(EXIT_CODE, GRACE.toSeconds(), TimeUnit.SECONDS)
                .join();
        // A normal end would report the signal's own code.
        Runtime.getRuntime().halt(code);
    }
}
