package io.odradek.streamer.topics;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

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

    /** Each partition of each of them. */
    public Set<TopicPartition> each() {
        Set<TopicPartition> all = new HashSet<>();
        partitionsByTopic.forEach((topic, count) ->
                IntStream.range(0, count).forEach(number -> all.add(new TopicPartition(topic, number))));
        return all;
    }

    /** The largest prediction or dead letter, as a record. */
    public int maxAnswerBytes() {
        return maxRecordBytes + HEADROOM_BYTES;
    }
}
