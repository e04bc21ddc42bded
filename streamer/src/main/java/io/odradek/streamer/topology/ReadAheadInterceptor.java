package io.odradek.streamer.topology;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Shows each poll to {@link ReadAhead}, which travels in the consumer's configuration under {@link #READ_AHEAD}. Kafka
 * makes one for each consumer and calls it on the thread that polls. Does no work of its own: Kafka swallows what an
 * interceptor throws.
 */
public final class ReadAheadInterceptor implements ConsumerInterceptor<byte[], byte[]> {
    /** The key of the {@link ReadAhead} object in the consumer's configuration. */
    public static final String READ_AHEAD = "odradek.read.ahead";

    @SuppressWarnings("NullAway.Init") // Kafka calls configure before anything else.
    private ReadAhead readAhead;

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(READ_AHEAD) instanceof ReadAhead configured) {
            readAhead = configured;
        } else {
            throw new IllegalArgumentException("no ReadAhead object under " + READ_AHEAD);
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        readAhead.remember(records);
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Commits do not matter: a record is dropped when the processor has passed it.
    }

    @Override
    public void close() {
        readAhead.forgetAll();
    }
}
