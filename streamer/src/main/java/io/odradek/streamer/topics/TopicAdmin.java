package io.odradek.streamer.topics;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The calls of Kafka's admin client that the topic checks need, with failures turned into messages for people. */
public final class TopicAdmin implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 15_000;
    private static final int LEADER_CHECKS = 300;

    private final String bootstrapServers;
    private final Map<String, Object> settings;
    private final Admin admin;

    /** @param settings Kafka settings of the admin client */
    public TopicAdmin(String bootstrapServers, Map<String, Object> settings) {
        this.bootstrapServers = bootstrapServers;
        this.settings = Map.copyOf(settings);
        Map<String, Object> all = new HashMap<>(settings);
        all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        try {
            this.admin = Admin.create(all);
        } catch (KafkaException e) {
            throw Answers.unusable(e);
        }
    }

    /** What this client's user may do. */
    public AccessRules access(StreamerConfig config) {
        return AccessRules.of(config, admin, settings);
    }

    /** Those of the topics that exist, with their number of partitions. */
    public Map<String, Integer> partitions(Collection<String> topics) {
        Map<String, Integer> found = new HashMap<>();
        admin.describeTopics(topics).topicNameValues().forEach((topic, answer) -> {
            try {
                found.put(topic, Answers.await(answer).partitions().size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failure(e);
                }
            }
        });
        return found;
    }

    /** A setting of a topic that exists. */
    public String config(String topic, String key) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config = Answers.await(
                            admin.describeConfigs(List.of(resource)).all())
                    .get(resource);
            ConfigEntry entry = config == null ? null : config.get(key);
            if (entry == null || entry.value() == null) {
                throw new StreamerException("Kafka does not tell " + key + " of topic " + topic);
            }
            return entry.value();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /**
     * Creates topics and returns when each can be produced to. One that another instance just created is fine.
     *
     * @throws StreamerException caused by an {@link AuthorizationException} where this user may not create one
     */
    public void create(Collection<NewTopic> topics) {
        admin.createTopics(topics).values().forEach((topic, created) -> {
            try {
                Answers.await(created);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AuthorizationException) {
                    throw new StreamerException(
                            "topic " + topic + " is missing, and may not be created by this user", e.getCause());
                }
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw failure(e);
                }
            }
        });
        awaitLeaders(topics.stream().map(NewTopic::name).toList());
    }

    /**
     * An offset of each partition; -1 where there is none. Images of a transaction that is still open lie behind it.
     *
     * @param partitions how many, from 0
     */
    Map<TopicPartition, Long> offsets(String topic, int partitions, OffsetSpec which) {
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        return offsets(all, which, IsolationLevel.READ_COMMITTED);
    }

    /** The end of each partition, behind what transactions that are still open have written. */
    public Map<TopicPartition, Long> uncommittedEnds(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, which));
        try {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            Answers.await(admin.listOffsets(wanted, new ListOffsetsOptions(isolation))
                            .all())
                    .forEach((partition, found) -> offsets.put(partition, found.offset()));
            return offsets;
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** What a group has committed of a topic; empty for a group that there is not. */
    public Map<TopicPartition, Long> committed(String group, String topic) {
        try {
            Map<TopicPartition, Long> committed = new HashMap<>();
            Answers.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) -> {
                        if (offset != null && partition.topic().equals(topic)) {
                            committed.put(partition, offset.offset());
                        }
                    });
            return committed;
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** Commits for a group; false when it has members, and nothing was committed. */
    boolean commitForEmptyGroup(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            Answers.await(admin.alterConsumerGroupOffsets(group, offsets).all());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownMemberIdException) {
                return false;
            }
            throw failure(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    /** Producing to a topic that is not yet known everywhere can lose the first batches (KAFKA-15591). */
    private void awaitLeaders(List<String> topics) {
        for (int check = 1; ; check++) {
            try {
                Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
                for (TopicDescription topic : Answers.await(
                                admin.describeTopics(topics).allTopicNames())
                        .values()) {
                    topic.partitions()
                            .forEach(p ->
                                    ends.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
                }
                Answers.await(admin.listOffsets(ends).all());
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || check == LEADER_CHECKS) {
                    throw failure(e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamerException("interrupted while talking to Kafka", e);
        }
    }

    private StreamerException failure(ExecutionException failure) {
        return Answers.failure(failure, bootstrapServers);
    }
}
