package io.odradek.streamer.topology;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Shows each poll to a {@link PollWatch}, which travels in the consumer's configuration under {@link #POLL_WATCH}. Kafka
 * makes one for each consumer and calls it on the thread that polls. Does no work of its own: Kafka swallows what an
 * interceptor throws.
 */
public final class PollInterceptor implements ConsumerInterceptor<byte[], byte[]> {
    /** The key of the {@link PollWatch} object in the consumer's configuration. */
    public static final String POLL_WATCH = "odradek.poll.watch";

    @SuppressWarnings("NullAway.Init") // Kafka calls configure before anything else.
    private PollWatch watch;

    /** Images in a poll at most. */
    private int most;

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(POLL_WATCH) instanceof PollWatch one) {
            watch = one;
            Object setting = configs.get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG);
            most = setting == null
                    ? ConsumerConfig.DEFAULT_MAX_POLL_RECORDS
                    : Integer.parseInt(setting.toString().strip());
        } else {
            throw new IllegalArgumentException("no object under " + POLL_WATCH);
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        // Of polls of one image there is no telling.
        watch.polled(records, most > 1 && records.count() > most / 2);
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Commits do not matter: a record is dropped when the processor has passed it.
    }

    @Override
    public void close() {
        watch.forgetAll();
    }
}
