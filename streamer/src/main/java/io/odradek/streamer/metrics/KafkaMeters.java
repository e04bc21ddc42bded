package io.odradek.streamer.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What Kafka Streams and its clients tell, by Micrometer's names: a few of some 250, because each has a series for each
 * thread, and some for each partition. A client is named by its kind and its thread's number, {@code consumer-1}: its own
 * name has a random part, which would make new series at each start.
 */
public final class KafkaMeters {
    private static final String ALL = "kafka.";
    private static final String CLIENT = "client.id";
    private static final String THREAD = "thread.id";
    private static final Pattern OF_THREAD = Pattern.compile(".*-StreamThread-(\\d+)(?:-([a-z]+))?");

    private static final Set<String> KEPT = Set.of(
            "kafka.consumer.connection.count",
            "kafka.consumer.coordinator.assigned.partitions",
            "kafka.consumer.coordinator.failed.rebalance.total",
            "kafka.consumer.coordinator.last.rebalance.seconds.ago",
            "kafka.consumer.coordinator.rebalance.total",
            "kafka.consumer.failed.authentication.total",
            "kafka.consumer.fetch.manager.bytes.consumed.total",
            "kafka.consumer.fetch.manager.fetch.latency.avg",
            "kafka.consumer.fetch.manager.records.consumed.total",
            "kafka.consumer.time.between.poll.max",
            "kafka.producer.batch.size.avg",
            "kafka.producer.buffer.available.bytes",
            "kafka.producer.connection.count",
            "kafka.producer.failed.authentication.total",
            "kafka.producer.record.error.total",
            "kafka.producer.record.retry.total",
            "kafka.producer.record.send.total",
            "kafka.producer.request.latency.avg",
            "kafka.stream.alive.stream.threads",
            "kafka.stream.failed.stream.threads",
            "kafka.stream.thread.commit.latency.avg",
            "kafka.stream.thread.commit.ratio",
            "kafka.stream.thread.poll.ratio",
            "kafka.stream.thread.poll.records.avg",
            "kafka.stream.thread.process.ratio");

    private KafkaMeters() {}

    /** Registers them. @return ends the look for new ones */
    public static AutoCloseable bind(KafkaStreams streams, MeterRegistry registry) {
        KafkaStreamsMetrics kafka = new KafkaStreamsMetrics(streams);
        kafka.bindTo(byLongNames(registry));
        return kafka;
    }

    /**
     * What Micrometer's binder sees in place of a registry. Once a minute it looks for meters by Kafka's own names: in the
     * registry itself, which has them by short ones, it would find none, and register them again.
     */
    static MeterRegistry byLongNames(MeterRegistry registry) {
        CompositeMeterRegistry seen =
                new CompositeMeterRegistry(registry.config().clock());
        seen.config().meterFilter(MeterFilter.denyUnless(KafkaMeters::isKept));
        return seen.add(registry);
    }

    private static boolean isKept(Meter.Id id) {
        return KEPT.contains(id.getName()) && isWanted(id);
    }

    static MeterFilter filter() {
        return new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                return !id.getName().startsWith(ALL) || isKept(id) ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
            }

            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().startsWith(ALL) ? id.replaceTags(shortened(id)) : id;
            }
        };
    }

    /** Not what restores state: there is none. */
    private static boolean isWanted(Meter.Id id) {
        String client = id.getTag(CLIENT);
        return client == null || !client.contains("restore");
    }

    /** As many as before, {@code kafka.version} too: a meter with fewer is taken for an older one, and removed. */
    private static List<Tag> shortened(Meter.Id id) {
        List<Tag> tags = new ArrayList<>();
        for (Tag tag : id.getTags()) {
            boolean isLong = tag.getKey().equals(CLIENT) || tag.getKey().equals(THREAD);
            tags.add(isLong ? Tag.of(tag.getKey(), shortened(tag.getValue())) : tag);
        }
        return tags;
    }

    private static String shortened(String name) {
        Matcher thread = OF_THREAD.matcher(name);
        if (thread.matches()) {
            return thread.group(2) == null ? thread.group(1) : thread.group(2) + "-" + thread.group(1);
        }
        return name.contains("restore") ? "restore" : name.endsWith("-admin") ? "admin" : "streams";
    }
}
