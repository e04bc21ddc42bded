package io.odradek.streamer.deadletters;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.TopicReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dead-letter topic up to where it ended at the start, committed records only, without a group, so that it
 * leaves no trace. Holds one fetch of at most 8 MiB, or of one larger record. Not thread-safe.
 */
public final class DeadLetterReader implements AutoCloseable {
    private static final int FETCH_BYTES = 8 << 20;

    private final String topic;
    private final TopicReader reader;

    /** Connects at the first call. @throws StreamerException when Kafka refuses a setting */
    public DeadLetterReader(StreamerConfig config) {
        this.topic = config.topics().deadLetters();
        this.reader = new TopicReader(new KafkaClients(config), FETCH_BYTES);
    }

    /** Reads and counts. @throws StreamerException when there is no such topic, or the broker does not answer */
    public Inspection inspect(Query query, TopicReader.Progress progress) {
        Inspection.Collector collector = new Inspection.Collector(query);
        List<TopicPartition> partitions = partitions(query.range());
        read(begins(partitions, query.range()), reader.ends(partitions), collector::add, progress);
        return collector.result(topic);
    }

    /**
     * The partitions in which records of a range can lie.
     *
     * @throws ConfigException when there is no such partition
     * @throws StreamerException when there is no such topic, or the broker does not answer
     */
    public List<TopicPartition> partitions(Range range) {
        List<TopicPartition> all =
                reader.partitions(topic, Setting.DLQ_TOPIC.option() + " (" + Setting.DLQ_TOPIC.key() + ")");
        if (range.partition().isEmpty()) {
            return all;
        }
        TopicPartition one = new TopicPartition(topic, range.partition().getAsInt());
        if (!all.contains(one)) {
            throw new ConfigException("--partition is " + one.partition() + ", allowed: 0 to " + (all.size() - 1)
                    + ", topic " + topic + " has no others");
        }
        return List.of(one);
    }

    /** From where on all of a range lies. By time a lower bound: their images' timestamps need not ascend. */
    public Map<TopicPartition, Long> begins(List<TopicPartition> partitions, Range range) {
        Map<TopicPartition, Long> begins = new HashMap<>(
                range.from().isEmpty()
                        ? reader.starts(partitions)
                        : reader.since(partitions, range.from().get()));
        range.offset().ifPresent(offset -> begins.replaceAll((partition, begin) -> Math.max(begin, offset)));
        return begins;
    }

    /** Reads each partition from one offset up to another. @throws StreamerException when the broker does not answer */
    public void read(
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> sink,
            TopicReader.Progress progress) {
        reader.read(begins, ends, sink, progress);
    }

    /** The value of a letter that was found, null when it has none or retention has removed it since. */
    public byte @Nullable [] value(Letter letter) {
        ConsumerRecord<byte[], byte[]> record =
                reader.record(new TopicPartition(topic, letter.partition()), letter.offset());
        return record == null ? null : record.value();
    }

    @Override
    public void close() {
        reader.close();
    }
}
