package io.odradek.streamer.health;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How long Kafka has not answered. Thread-safe; one thread tells it. */
final class KafkaSilence {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private volatile Answers now;

    /**
     * Replaced as a whole.
     *
     * @param since the first answer after the last silence, or after the start
     * @param last the last answer
     * @param silent whether a question was not answered after it
     */
    private record Answers(long since, long last, boolean silent) {}

    /**
     * Kafka has answered just now.
     *
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    KafkaSilence(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        long start = nanoTime.getAsLong();
        this.now = new Answers(start, start, false);
    }

    /** Kafka answered. */
    void answered() {
        long at = nanoTime.getAsLong();
        now = new Answers(now.silent() ? at : now.since(), at, false);
    }

    /** Kafka did not answer. */
    void missed() {
        now = new Answers(now.since(), now.last(), true);
    }

    /** Time since its last answer; 0 while it answers. */
    double seconds() {
        Answers answers = now;
        return answers.silent() ? (nanoTime.getAsLong() - answers.last()) / NANOS : 0;
    }

    /** Time since it has answered each question; 0 while it is silent. */
    double answeringSeconds() {
        Answers answers = now;
        return answers.silent() ? 0 : (nanoTime.getAsLong() - answers.since()) / NANOS;
    }
}
