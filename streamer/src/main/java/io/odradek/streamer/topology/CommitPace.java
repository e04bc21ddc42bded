package io.odradek.streamer.topology;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a stream thread commits under exactly-once, where an answer is seen when it is committed: as soon as everything that
 * was polled is answered, but not again within some time, since a commit takes client and broker as long as dozens of
 * images. One that would come too soon is left until then, and what is answered meanwhile goes with it. Thread-safe; each
 * stream thread has its own pace.
 */
public final class CommitPace {
    private final long leastNanos;
    private final LongSupplier clock;
    private final ThreadLocal<Turn> turns;

    /** @param least the shortest time between two commits of a thread that are asked for here, at least 0 */
    public CommitPace(Duration least) {
        this(least, System::nanoTime);
    }

    /** @param clock nanoseconds, from any origin */
    CommitPace(Duration least, LongSupplier clock) {
        this.leastNanos = least.toNanos();
        this.clock = clock;
        this.turns = ThreadLocal.withInitial(() -> new Turn(clock.getAsLong() - leastNanos));
    }

    /**
     * Everything that the current thread polled is answered.
     *
     * @param commit asks Kafka Streams for a commit; is called now, or by {@link #nothingPolled()}
     */
    void answered(Runnable commit) {
        Turn turn = turns.get();
        turn.owed = commit;
        pay(turn);
    }

    /** The current thread's poll brought nothing: Kafka Streams commits next, when it is asked to. */
    public void nothingPolled() {
        pay(turns.get());
    }

    /** The current thread has committed, for whatever reason, and with it all that was put off. */
    public void committed() {
        turns.get().owed = null;
    }

    private void pay(Turn turn) {
        Runnable owed = turn.owed;
        long now = clock.getAsLong();
        if (owed != null && now - turn.last >= leastNanos) {
            turn.last = now;
            turn.owed = null;
            owed.run();
        }
    }

    /** A thread's last commit that was asked for, and one that was too soon after it. */
    private static final class Turn {
        private long last;

        @Nullable
        private Runnable owed;

        Turn(long last) {
            this.last = last;
        }
    }
}
