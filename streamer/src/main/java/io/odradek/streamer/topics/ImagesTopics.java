package io.odradek.streamer.topics;

import java.util.Map;

/**
 * What the topics of images allow.
 *
 * @param partitionsByTopic number of partitions of each, at least 1
 * @param maxRecordBytes the largest record, without the producer's compression
 */
public record ImagesTopics(Map<String, Integer> partitionsByTopic, int maxRecordBytes) {
    /** What a dead letter's or a prediction's headers may add to the record that it answers. */
    static final int HEADROOM_BYTES = 64 * 1024;

    /** Copies the map. */
    public ImagesTopics {
        partitionsByTopic = Map.copyOf(partitionsByTopic);
    }

    /** Partitions of all of them together. */
    public int partitions() {
        return partitionsByTopic.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The largest prediction or dead letter, as a record. */
    public int maxAnswerBytes() {
        return maxRecordBytes + HEADROOM_BYTES;
    }
}
