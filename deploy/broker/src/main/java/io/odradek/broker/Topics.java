package io.odradek.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a test does with topics: create, count, read to the end. Stateless. */
public final class Topics {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long the markers of a transaction may be on their way to its partitions when its producer has committed it. */
    private static final Duration MARKERS = Duration.ofSeconds(3);

    private Topics() {}

    /**
     * Creates topics and returns when every partition of each can be produced to.
     *
     * <p>Producing right after {@code createTopics} may reorder and lose the first batches (KAFKA-15591), hence the
     * wait for {@code listOffsets}.
     */
    public static void create(String bootstrapServers, List<NewTopic> topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(topics).all().get();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            for (NewTopic topic : topics) {
                while (!isReadable(admin, topic.name())) {
                    if (System.nanoTime() > deadline) {
                        throw new IllegalStateException("topic " + topic.name() + " was created but has no leader");
                    }
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create " + topics + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    /** The end offset of each partition of {@code topic}: the next offset to be written, aborted records included. */
    public static Map<TopicPartition, Long> endOffsets(Admin admin, String topic)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .values()
                .forEach(t -> t.partitions()
                        .forEach(p -> latest.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> e :
                admin.listOffsets(latest).all().get().entrySet()) {
            ends.put(e.getKey(), e.getValue().offset());
        }
        return ends;
    }

    /**
     * Every committed record that {@code topic} held when the call began, partition by partition in offset order. Of a
     * transaction that stays open nothing, after 3 s.
     */
    public static List<ConsumerRecord<byte[], byte[]>> readAll(String bootstrapServers, String topic) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000);
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> written = endOffsets(bootstrapServers, topic);
            long deadline = System.nanoTime() + MARKERS.toNanos();
            while (isBefore(consumer, ends) || (isBefore(consumer, written) && System.nanoTime() - deadline < 0)) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    private static boolean isBefore(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private static Map<TopicPartition, Long> endOffsets(String bootstrapServers, String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return endOffsets(admin, topic);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot read the ends of " + topic + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the ends of " + topic, e);
        }
    }

    private static boolean isReadable(Admin admin, String topic) throws InterruptedException, ExecutionException {
        try {
            endOffsets(admin, topic);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw e;
        }
    }
}
