package io.odradek.streamer.check;

import io.odradek.streamer.config.StartPosition;
import io.odradek.streamer.topics.Answers;
import io.odradek.streamer.topics.Finding;
import io.odradek.streamer.topics.TopicCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Who classifies, how far behind, and whether Kafka deleted images before they were classified.
 *
 * @param images a topic of images
 * @param partitions how many it has
 */
record GroupCheck(Broker broker, String images, int partitions) {
    private static final long WEEK_MILLIS = Duration.ofDays(7).toMillis();

    /** The group's members. */
    List<Finding> membership() {
        int members = members(group());
        if (members < 0) {
            return List.of(Finding.ok(subject(), "has never run: it will begin with " + start()));
        }
        return List.of(
                members > 0
                        ? Finding.ok(subject(), members + " member(s)")
                        : Finding.warn(
                                subject(),
                                "no instance is running",
                                broker.own().run()));
    }

    /** The group's progress in the topic; nothing of a group that there is not. */
    List<Finding> progress() {
        int members = members(group());
        if (members < 0) {
            return List.of();
        }
        Map<TopicPartition, Long> committed = committed(group());
        return members == 0 && committed.isEmpty()
                ? List.of(
                        Finding.ok(subject(), "has no progress in topic " + images + ": it will begin with " + start()))
                : lag(subject(), committed);
    }

    private String group() {
        return broker.config().applicationId();
    }

    private String subject() {
        return "group " + group();
    }

    /** What {@code odradek.start} says; a partition without progress is read from its beginning in any other case. */
    private String start() {
        StartPosition start = broker.config().operation().start();
        if (start instanceof StartPosition.Ago ago) {
            return "the first image that is not older than " + ago.age() + " when it starts";
        }
        return start instanceof StartPosition.Latest
                ? "the first image that comes after its start"
                : "the oldest image";
    }

    private List<Finding> lag(String subject, Map<TopicPartition, Long> committed) {
        Map<TopicPartition, ListOffsetsResultInfo> starts = offsets(OffsetSpec.earliest());
        long lag = 0;
        long lost = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                offsets(OffsetSpec.latest()).entrySet()) {
            ListOffsetsResultInfo first = starts.get(end.getKey());
            long start = first == null ? 0 : first.offset();
            long next = committed.getOrDefault(end.getKey(), start);
            lag += Math.max(0, end.getValue().offset() - Math.max(next, start));
            lost += Math.max(0, start - next);
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(subject, lag + " record(s) of topic " + images + " behind"));
        if (lost > 0) {
            findings.add(Finding.fail(
                    subject,
                    lost + " record(s) of topic " + images + " were deleted by retention before they were classified",
                    keepLonger(
                            images,
                            number(TopicConfig.RETENTION_MS_CONFIG),
                            number(TopicConfig.RETENTION_BYTES_CONFIG),
                            broker.commands())));
        }
        return findings;
    }

    /**
     * The command that keeps images longer than now; empty where they are kept for ever, and something else deleted them.
     *
     * @param millis retention by time; negative: none
     * @param bytes retention by size; negative: none
     */
    static String keepLonger(String topic, long millis, long bytes, TopicCommands commands) {
        Map<String, String> longer = new HashMap<>();
        if (millis >= 0) {
            long twice = millis > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * millis;
            longer.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(Math.max(WEEK_MILLIS, twice)));
        }
        if (bytes >= 0) {
            longer.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        }
        return longer.isEmpty() ? "" : commands.alter(topic, longer);
    }

    private Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        broker.get(broker.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null && partition.topic().equals(images)) {
                        committed.put(partition, offset.offset());
                    }
                });
        return committed;
    }

    private long number(String key) {
        return Long.parseLong(broker.topics().config(images, key));
    }

    /** How many; -1 when there is no such group. */
    private int members(String group) {
        try {
            return Answers.await(broker.admin()
                    .describeConsumerGroups(List.of(group))
                    .all()
                    .thenApply(all -> all.values().iterator().next().members().size()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return streamsMembers(group);
            }
            throw Answers.failure(e, broker.config().bootstrapServers());
        }
    }

    /** With {@code group.protocol=streams} it is a group of another kind. */
    private int streamsMembers(String group) {
        try {
            return Answers.await(broker.admin()
                    .describeStreamsGroups(List.of(group))
                    .all()
                    .thenApply(all -> all.values().iterator().next().members().size()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException
                    || e.getCause() instanceof UnsupportedVersionException) {
                return -1;
            }
            throw Answers.failure(e, broker.config().bootstrapServers());
        }
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int p = 0; p < partitions; p++) {
            wanted.put(new TopicPartition(images, p), which);
        }
        return broker.get(broker.admin().listOffsets(wanted).all());
    }
}
