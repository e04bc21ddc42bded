package io.odradek.streamer.topics;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.jspecify.annotations.Nullable;

/** Refusals of records: of a batch, or a transaction, that is refused only the record at fault says why. Stateless. */
public final class Refusals {
    private Refusals() {}

    /** Whether it says why. */
    public static boolean sayWhy(Throwable refusal) {
        boolean isOfABatch = refusal.getClass().equals(KafkaException.class) && refusal.getCause() == null;
        return !isOfABatch && !(refusal instanceof TransactionAbortedException);
    }

    /** The first that says why or, while none does, the last. */
    public static <T extends Throwable> T telling(@Nullable T before, T now) {
        return before == null || !sayWhy(before) ? now : before;
    }
}
