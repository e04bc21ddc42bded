package io.odradek.streamer.topics;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StartPosition;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a new group begins, committed before its first instance joins.
 *
 * <p>Kafka's own setting for it, {@code auto.offset.reset}, also rules what happens when retention removed the image that
 * was to be read next: {@code latest} would then skip all that are left. So that setting is always {@code earliest}, and
 * another start is written down as the group's progress. That happens only for a group that has no progress in any
 * partition: a partition that is added later is read from its beginning. A group whose progress Kafka forgot looks like a
 * new one; so what is skipped is said.
 *
 * <p>Several instances may start at once. Kafka takes such a commit only while the group has no members; once one has
 * joined, it and its start are there, and the others find either. Two that both see an empty group write two starts that
 * lie moments apart, before any image is read. The offsets are looked up first and the group last, so that nothing but a
 * round trip lies between seeing that there is no progress and writing.
 */
public final class StartOffsets {
    private static final Logger LOG = LoggerFactory.getLogger(StartOffsets.class);

    private final TopicAdmin admin;
    private final String group;
    private final Clock clock;

    /** Does nothing yet. */
    public StartOffsets(TopicAdmin admin, String group, Clock clock) {
        this.admin = admin;
        this.group = group;
        this.clock = clock;
    }

    /**
     * Commits the start where the group has no progress.
     *
     * @return what is there and will not be read, as in {@code offsets 5 to 9 of images-0}; empty when that is nothing
     */
    public String prepare(StartPosition start, String topic, int partitions) {
        if (start instanceof StartPosition.Earliest) {
            return "";
        }
        Map<TopicPartition, Long> offsets = offsets(start, topic, partitions);
        Map<TopicPartition, Long> oldest = admin.offsets(topic, partitions, OffsetSpec.earliest());
        if (!admin.committed(group, topic).isEmpty()) {
            LOG.info("group {} goes on where it was; {} is for a new group", group, Setting.START.key());
            return "";
        }
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        offsets.forEach((partition, offset) -> commits.put(partition, new OffsetAndMetadata(offset)));
        if (!admin.commitForEmptyGroup(group, commits)) {
            LOG.info("group {} has members: another instance has begun", group);
            return "";
        }
        String skipped = skipped(offsets, oldest);
        if (skipped.isEmpty()) {
            LOG.info("group {} has no progress and begins at {}", group, offsets);
        } else {
            LOG.warn(
                    "group {} has no progress, because it is new or because Kafka forgot it (offsets.retention.minutes,"
                            + " 7 days by default, after its last member left): {} skips {}",
                    group,
                    Setting.START.key(),
                    skipped);
        }
        return skipped;
    }

    private static String skipped(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> oldest) {
        return begins.entrySet().stream()
                .filter(begin -> oldest.getOrDefault(begin.getKey(), 0L) < begin.getValue())
                .sorted(Comparator.comparingInt(begin -> begin.getKey().partition()))
                .map(begin -> "offsets " + oldest.getOrDefault(begin.getKey(), 0L) + " to " + (begin.getValue() - 1)
                        + " of " + begin.getKey())
                .collect(Collectors.joining(", "));
    }

    /** The end is asked for first: an image that comes between the two questions is not skipped. */
    private Map<TopicPartition, Long> offsets(StartPosition start, String topic, int partitions) {
        Map<TopicPartition, Long> offsets = admin.offsets(topic, partitions, OffsetSpec.latest());
        if (start instanceof StartPosition.Ago ago) {
            long time = Math.max(0, clock.instant().minus(ago.age()).toEpochMilli());
            admin.offsets(topic, partitions, OffsetSpec.forTimestamp(time)).forEach((partition, offset) -> {
                if (offset >= 0) {
                    offsets.put(partition, offset);
                }
            });
        }
        return offsets;
    }
}
