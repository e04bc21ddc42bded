package io.odradek.streamer.history;

import org.apache.kafka.common.TopicPartition;

/**
 * What retention has removed of a range.
 *
 * @param partition of images
 * @param from the first offset that is gone
 * @param to behind the last one
 * @param isCertain whether they belong to the range; not where that is told by time, which went with them
 */
public record Gone(TopicPartition partition, long from, long to, boolean isCertain) {
    /** As in {@code images-0@3 to images-0@17}. */
    @Override
    public String toString() {
        return partition + "@" + from + " to " + partition + "@" + (to - 1);
    }
}
