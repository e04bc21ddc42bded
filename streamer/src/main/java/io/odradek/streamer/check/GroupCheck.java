package io.odradek.streamer.check;

import io.odradek.streamer.topics.Answers;
import io.odradek.streamer.topics.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** Who classifies, how far behind, and whether Kafka deleted images before they were classified. */
record GroupCheck(Broker broker, int partitions) {
    /** The group's members and its progress. */
    List<Finding> progress() {
        String group = broker.config().applicationId();
        String subject = "group " + group;
        List<Finding> findings = new ArrayList<>();
        int members = members(group);
        if (members < 0) {
            return List.of(Finding.ok(subject, "has never run: it will begin with the oldest image"));
        }
        findings.add(
                members > 0
                        ? Finding.ok(subject, members + " member(s)")
                        : Finding.warn(subject, "no instance is running", "streamer run"));
        Map<TopicPartition, OffsetAndMetadata> committed =
                broker.get(broker.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, ListOffsetsResultInfo> starts = offsets(OffsetSpec.earliest());
        long lag = 0;
        long lost = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                offsets(OffsetSpec.latest()).entrySet()) {
            ListOffsetsResultInfo first = starts.get(end.getKey());
            long start = first == null ? 0 : first.offset();
            @Nullable OffsetAndMetadata position = committed.get(end.getKey());
            long next = position == null ? start : position.offset();
            lag += Math.max(0, end.getValue().offset() - Math.max(next, start));
            lost += Math.max(0, start - next);
        }
        findings.add(Finding.ok(subject, lag + " record(s) of topic " + images() + " behind"));
        if (lost > 0) {
            findings.add(Finding.fail(
                    subject,
                    lost + " record(s) of topic " + images() + " were deleted by retention before they were classified",
                    broker.commands().alter(images(), TopicConfig.RETENTION_MS_CONFIG, "604800000")));
        }
        return findings;
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
                    || e.getCause() instanceof org.apache.kafka.common.errors.UnsupportedVersionException) {
                return -1;
            }
            throw Answers.failure(e, broker.config().bootstrapServers());
        }
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int p = 0; p < partitions; p++) {
            wanted.put(new TopicPartition(images(), p), which);
        }
        return broker.get(broker.admin().listOffsets(wanted).all());
    }

    private String images() {
        return broker.config().topics().images();
    }
}
