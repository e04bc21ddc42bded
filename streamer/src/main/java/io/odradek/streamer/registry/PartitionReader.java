package io.odradek.streamer.registry;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.Answers;
import io.odradek.streamer.topics.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a partition, committed records only. Each call opens a client of its own. Thread-safe.
 *
 * @param clients the way to Kafka
 * @param partition which
 */
record PartitionReader(KafkaClients clients, TopicPartition partition) {
    private static final Duration POLL = Duration.ofMillis(200);
    /** Without a new record for this long, something is wrong. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Where the next record will be written. */
    long end() {
        try (var consumer = clients.consumer()) {
            consumer.assign(List.of(partition));
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        } catch (KafkaException e) {
            throw Answers.failure(e, clients.bootstrapServers());
        }
    }

    /** The records from an offset (-1: the beginning) up to another one, or to what is now the end. */
    void read(long offset, long before, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        try (var consumer = clients.consumer()) {
            consumer.assign(List.of(partition));
            if (offset < 0) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset);
            }
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long until = Math.min(end, before);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) < until) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                records.forEach(sink);
                if (!records.isEmpty()) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() > deadline) {
                    throw new StreamerException("topic " + partition.topic() + " at " + clients.bootstrapServers()
                            + " could not be read to its end: nothing came for " + PATIENCE.toSeconds()
                            + " s; try again");
                }
            }
        } catch (KafkaException e) {
            throw Answers.failure(e, clients.bootstrapServers());
        }
    }
}
