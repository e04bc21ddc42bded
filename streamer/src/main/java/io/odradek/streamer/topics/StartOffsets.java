package io.odradek.streamer.topics;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StartPosition;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
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
 * partition: a partition that is added later is read from its beginning.
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

    /** Commits the start where the group has no progress. */
    public void prepare(StartPosition start, String topic, int partitions) {
        if (start instanceof StartPosition.Earliest) {
            return;
        }
        Map<TopicPartition, Long> offsets = offsets(start, topic, partitions);
        if (!admin.committed(group, topic).isEmpty()) {
            LOG.info("group {} goes on where it was; {} is for a new group", group, Setting.START.key());
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        offsets.forEach((partition, offset) -> commits.put(partition, new OffsetAndMetadata(offset)));
        if (admin.commitForEmptyGroup(group, commits)) {
            LOG.info("new group {} begins at {}", group, offsets);
        } else {
            LOG.info("group {} has members: another instance has begun", group);
        }
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
