package io.odradek.streamer.app;

import io.odradek.streamer.topology.Progress.Place;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * How far Kafka Streams has committed the partitions of this instance: what is read and not committed counts as not done.
 * Stateless.
 */
final class TaskPlaces {
    private TaskPlaces() {}

    /** The partitions of these topics; asks no broker. */
    static Map<TopicPartition, Place> of(Collection<ThreadMetadata> threads, List<String> topics) {
        Map<TopicPartition, Place> places = new HashMap<>();
        for (ThreadMetadata thread : threads) {
            for (TaskMetadata task : thread.activeTasks()) {
                task.topicPartitions().stream()
                        .filter(partition -> topics.contains(partition.topic()))
                        .forEach(partition -> places.put(partition, place(thread, task, partition)));
            }
        }
        return places;
    }

    private static Place place(ThreadMetadata thread, TaskMetadata task, TopicPartition partition) {
        // Without any it is -1, as where nothing was polled.
        long committed = task.committedOffsets().getOrDefault(partition, -1L);
        return new Place(0, thread.threadName(), committed, 0, 0, Math.max(0, committed));
    }
}
