package io.odradek.streamer.replay;

import io.odradek.streamer.history.Gone;
import io.odradek.streamer.history.Range;
import io.odradek.streamer.message.ModelRef;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What a replay found.
 *
 * @param model that was asked
 * @param images the topic
 * @param predictions where what was said then lies
 * @param partitions of the images, by number
 * @param rejected images without a class, by the code of the reason, in order of them
 * @param gone what retention has removed of the range
 * @param isStopped whether it was stopped before its end
 * @param difference from what was said then
 * @param predictionsGone whether retention has removed predictions, so that an image without one may have had one
 * @param unusableLabels records of the topic of true labels that are none
 * @param output where the predictions are; empty where they were not kept
 */
public record Report(
        ModelRef model,
        String images,
        String predictions,
        List<Part> partitions,
        Map<String, Long> rejected,
        List<Gone> gone,
        boolean isStopped,
        Difference difference,
        boolean predictionsGone,
        long unusableLabels,
        String output) {
    /** Copies the lists and the map. */
    public Report {
        partitions = List.copyOf(partitions);
        rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
        gone = List.copyOf(gone);
    }

    /**
     * A partition.
     *
     * @param partition which
     * @param range the offsets that were to be read
     * @param next the first offset that was not; behind the range where all were
     * @param classified images with a class
     * @param rejected images without one
     */
    public record Part(TopicPartition partition, Range range, long next, long classified, long rejected) {
        /** All of its images that were read. */
        public long images() {
            return classified + rejected;
        }
    }

    /** All images that were read. */
    public long read() {
        return partitions.stream().mapToLong(Part::images).sum();
    }

    /** Images with a class. */
    public long classified() {
        return partitions.stream().mapToLong(Part::classified).sum();
    }

    /** Images with a class now, of which no prediction was found. */
    public long withoutThen() {
        return classified() - difference.compared();
    }

    /** Whether it is of all images of the range. */
    public boolean isComplete() {
        return gone.isEmpty() && !isStopped;
    }
}
