package io.odradek.streamer.verify;

import io.odradek.streamer.history.Range;
import io.odradek.streamer.message.Source;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The account of one partition of images.
 *
 * @param partition which
 * @param range the offsets that were looked at
 * @param committed the group's next image; null where it has committed nothing
 * @param counts images
 * @param named the first images of each fault, at most 10
 */
public record PartitionAccount(
        TopicPartition partition,
        Range range,
        @Nullable Long committed,
        Counts counts,
        Map<Fault, List<Source>> named) {
    /** Copies the map. */
    public PartitionAccount {
        named = Map.copyOf(named);
    }
}
