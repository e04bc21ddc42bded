package io.odradek.streamer.deadletters.replay;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Makes transactions of dead letters, at a rate. Between two of them none is open. Not thread-safe. */
final class Batches {
    private static final int MOST_RECORDS = 500;
    private static final long MOST_BYTES = 4 << 20;

    /** A transaction has at most the images of such a part of a second, so that the rate is even. */
    private static final int PARTS = 10;

    private final Sender sender;
    private final BiConsumer<Outgoing, Fate> settled;
    private final Pace pace;
    private final int mostRecords;
    private final List<Outgoing> batch = new ArrayList<>();
    private long bytes;
    private long sent;

    /**
     * Has nothing to send yet.
     *
     * @param rate images in a second, 0 for as fast as they go
     * @param settled is told of each dead letter when its transaction is committed
     */
    Batches(Sender sender, int rate, BiConsumer<Outgoing, Fate> settled) {
        this.sender = sender;
        this.settled = settled;
        this.pace = new Pace(rate);
        this.mostRecords = rate == 0 ? MOST_RECORDS : Math.min(MOST_RECORDS, Math.max(1, rate / PARTS));
    }

    /** Sends it, now or with others. @throws StreamerException when Kafka does not take it */
    void add(Outgoing one) {
        batch.add(one);
        bytes += one.bytes();
        if (batch.size() >= mostRecords || bytes >= MOST_BYTES) {
            flush();
        }
    }

    /** Sends what waits. @throws StreamerException when Kafka does not take it */
    void flush() {
        if (batch.isEmpty()) {
            return;
        }
        try {
            sender.send(batch, this::settle);
        } catch (StreamerException e) {
            throw new StreamerException(
                    e.getMessage() + "\n  " + sent
                            + " images were sent before that; run the same command again, it sends none of them twice",
                    e);
        }
        batch.clear();
        bytes = 0;
        pace.rest();
    }

    private void settle(Outgoing one, Fate fate) {
        if (fate == Fate.SENT) {
            sent++;
            pace.passed(1);
        }
        settled.accept(one, fate);
    }
}
