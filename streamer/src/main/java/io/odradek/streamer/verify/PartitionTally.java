package io.odradek.streamer.verify;

import io.odradek.streamer.history.Range;
import io.odradek.streamer.message.Source;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** {@link Tally} of one partition of images. Not thread-safe. */
final class PartitionTally {
    private final TopicPartition partition;
    private final Range range;
    /** By offset, from the range's first; so are the others. */
    private final BitSet seen;

    private final BitSet predicted;
    private final BitSet deadLettered = new BitSet();
    private final BitSet repeated = new BitSet();
    /** The latest image whose first answer was met, by the partition of the answer. */
    private final Map<TopicPartition, Long> newest = new HashMap<>();

    private final Findings met = new Findings();
    private final Map<Tally.Kind, Remains> remains = new EnumMap<>(Tally.Kind.class);
    /** Up to where answers had come when the account was first made; the later ones only fill in. */
    private long latest;

    private boolean judged;
    /** Below it an image may have been removed. */
    private long wholeFrom;

    private long removed;

    /** @param range of at most {@link Tally#MOST_OFFSETS} */
    PartitionTally(TopicPartition partition, Range range) {
        this.partition = partition;
        this.range = range;
        this.seen = new BitSet((int) range.size());
        this.predicted = new BitSet((int) range.size());
    }

    void image(long offset, long timestamp) {
        seen.set(index(offset));
        remains.forEach((kind, left) -> left.image(offset, timestamp));
    }

    /** Answers of this kind that are older may be removed; told before the images. */
    void keepsSince(Tally.Kind kind, long timestamp) {
        remains.put(kind, new Remains(timestamp));
    }

    void cut(Tally.Kind kind) {
        remains(kind).cut();
    }

    private Remains remains(Tally.Kind kind) {
        return remains.computeIfAbsent(kind, k -> new Remains(Long.MIN_VALUE));
    }

    void wholeFrom(long offset) {
        wholeFrom = offset;
    }

    void answer(Tally.Kind kind, TopicPartition at, long offset) {
        remains(kind).answer(offset);
        if (!judged) {
            latest = Math.max(latest, Math.min(offset, range.to()));
        }
        if (!range.contains(offset) || !seen.get(index(offset))) {
            unseen(offset);
            return;
        }
        BitSet answered = kind == Tally.Kind.PREDICTION ? predicted : deadLettered;
        if (answered.get(index(offset))) {
            repeated.set(index(offset));
            return;
        }
        answered.set(index(offset));
        if (offset < newest.merge(at, offset, Math::max)) {
            met.add(Fault.OUT_OF_ORDER, source(offset));
        }
    }

    private void unseen(long offset) {
        if (offset < wholeFrom) {
            removed++;
        } else if (range.contains(offset)) {
            met.add(Fault.STRANGE, source(offset));
        }
    }

    /** Each image, in order. */
    void images(Consumer<Source> sink) {
        for (int i = seen.nextSetBit(0); i >= 0; i = seen.nextSetBit(i + 1)) {
            sink.accept(source(range.from() + i));
        }
    }

    /** Answers to images that retention or compaction has removed. */
    long removed() {
        return removed;
    }

    /**
     * Of a group that has committed nothing, or whose offsets have expired, the latest answered image tells how far it came.
     *
     * @param committed the group's next image; null where it has committed nothing
     */
    PartitionAccount account(@Nullable Long committed) {
        judged = true;
        Findings findings = new Findings(met);
        long next = committed == null ? latest : committed;
        long pending = 0;
        long unknown = 0;
        for (int i = seen.nextSetBit(0); i >= 0; i = seen.nextSetBit(i + 1)) {
            long offset = range.from() + i;
            if (!predicted.get(i) && !deadLettered.get(i)) {
                if (offset >= next) {
                    pending++;
                } else if (remains.values().stream().anyMatch(left -> left.mayHaveLost(offset))) {
                    unknown++;
                } else {
                    findings.add(Fault.LOST, source(offset));
                }
            } else if (predicted.get(i) && deadLettered.get(i)) {
                findings.add(Fault.BOTH, source(offset));
            }
            if (repeated.get(i)) {
                findings.add(Fault.REPEATED, source(offset));
            }
        }
        Counts counts = new Counts(
                seen.cardinality(),
                predicted.cardinality(),
                deadLettered.cardinality(),
                pending,
                unknown,
                findings.counts());
        return new PartitionAccount(partition, range, committed, counts, findings.named());
    }

    private Source source(long offset) {
        return new Source(partition.topic(), partition.partition(), offset);
    }

    private int index(long offset) {
        return (int) (offset - range.from());
    }
}
