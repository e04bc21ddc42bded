package io.odradek.quickstart.run;

import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.measure.LiveAccuracy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until {@code streamer evaluate} has judged every prediction. Used by one thread. */
final class LiveEvaluation {
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final Console console;
    private final Reading reading;
    private final Runnable alive;
    private final String seeLog;

    /** How well the version did so far. */
    @FunctionalInterface
    interface Reading {
        LiveAccuracy now() throws InterruptedException;
    }

    /**
     * @param alive called about twice a second; what it throws ends the wait
     * @param seeLog where the evaluation's log is, in brackets
     */
    LiveEvaluation(Console console, Reading reading, Runnable alive, String seeLog) {
        this.console = console;
        this.reading = reading;
        this.alive = alive;
        this.seeLog = seeLog;
    }

    /**
     * Shows how far it is, each time that it has come further.
     *
     * @param images that have a prediction and a label
     * @param quiet so long without a further judgement, and no more is expected
     * @throws Failure when they are not all judged
     */
    LiveAccuracy await(int images, Duration quiet) throws InterruptedException {
        LiveAccuracy live = LiveAccuracy.NONE;
        long deadline = System.nanoTime() + quiet.toNanos();
        while (live.images() < images) {
            alive.run();
            LiveAccuracy now = reading.now();
            if (now.images() > live.images()) {
                console.line("judged %,d of %,d", now.images(), images);
                deadline = System.nanoTime() + quiet.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new Failure("streamer evaluate has judged " + now.images() + " of " + images
                        + " predictions that have a label, and no more for " + quiet.toSeconds() + " s" + seeLog);
            }
            live = now;
            if (live.images() < images) {
                TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
            }
        }
        return live;
    }
}
