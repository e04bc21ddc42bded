package io.odradek.streamer.replay;

import io.odradek.streamer.topics.Pace;
import io.odradek.streamer.topics.TopicReader;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/** How far some threads are with one thing, together, and no faster than the pace. Thread-safe. */
final class Advance {
    private final String what;
    private final long all;
    private final Replay.Progress progress;
    private final Pace pace;
    private long done; // guarded by this

    /** Told when retention overtakes a reader. */
    @FunctionalInterface
    interface Removed {
        /** {@code from} to {@code to}, without the last. */
        void at(TopicPartition partition, long from, long to);
    }

    /** @param all how many there are for all threads */
    Advance(String what, long all, Replay.Progress progress, Pace pace) {
        this.what = what;
        this.all = all;
        this.progress = progress;
        this.pace = pace;
    }

    /**
     * That of one thread.
     *
     * @param isEnough whether it need not read on
     */
    TopicReader.Progress of(BooleanSupplier isEnough, Removed removed) {
        return new TopicReader.Progress() {
            private long before;

            @Override
            public void at(long read, long records) {
                long more = read - before;
                before = read;
                tell(more);
                pace.passed(more);
                pace.rest();
            }

            @Override
            public void removed(TopicPartition partition, long from, long to) {
                removed.at(partition, from, to);
            }

            @Override
            public boolean isStopped() {
                return isEnough.getAsBoolean();
            }
        };
    }

    private synchronized void tell(long more) {
        done += more;
        progress.at(what, done, all);
    }
}
