package io.odradek.streamer.topology;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Shows each poll to {@link ReadAhead} and {@link LostImages}, which travel in the consumer's configuration under {@link
 * #READ_AHEAD} and {@link #LOST_IMAGES}. Kafka makes one for each consumer and calls it on the thread that polls. Does no
 * work of its own: Kafka swallows what an interceptor throws.
 */
public final class ReadAheadInterceptor implements ConsumerInterceptor<byte[], byte[]> {
    /** The key of the {@link ReadAhead} object in the consumer's configuration. */
    public static final String READ_AHEAD = "odradek.read.ahead";

    /** The key of the {@link LostImages} object in the consumer's configuration. */
    public static final String LOST_IMAGES = "odradek.lost.images";

    @SuppressWarnings("NullAway.Init") // Kafka calls configure before anything else.
    private ReadAhead readAhead;

    @SuppressWarnings("NullAway.Init")
    private LostImages lost;

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(READ_AHEAD) instanceof ReadAhead one && configs.get(LOST_IMAGES) instanceof LostImages other) {
            readAhead = one;
            lost = other;
        } else {
            throw new IllegalArgumentException("no objects under " + READ_AHEAD + " and " + LOST_IMAGES);
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        readAhead.remember(records);
        lost.polled(records);
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Commits do not matter: a record is dropped when the processor has passed it.
    }

    @Override
    public void close() {
        readAhead.forgetAll();
        lost.forgetAll();
    }
}
