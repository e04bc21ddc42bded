package io.odradek.streamer.app;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.topology.ReadAhead;
import io.odradek.streamer.topology.ReadAheadInterceptor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams and of the other clients. Stateless. */
final class StreamsSettings {
    /** What a dead letter's or a prediction's headers may add to the record that it answers. */
    static final int HEADROOM_BYTES = 64 * 1024;

    /** Kafka's default. */
    private static final long PRODUCER_BUFFER_BYTES = 32L << 20;

    private StreamsSettings() {}

    /**
     * Our choices, then the user's own {@code kafka.*} settings, which win.
     *
     * @param maxImageRecordBytes the largest record that the images topic takes
     */
    static StreamsConfig of(StreamerConfig config, int maxImageRecordBytes) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        settings.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                config.exactlyOnce() ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        // A new group begins with the images that are there: nothing is skipped.
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // Streams' default of 100 ms would be most of the latency.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                maxImageRecordBytes + HEADROOM_BYTES);
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG),
                Math.max(PRODUCER_BUFFER_BYTES, 2L * (maxImageRecordBytes + HEADROOM_BYTES)));
        if (config.exactlyOnce()) {
            // A prediction is visible when its transaction commits.
            settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 20);
            settings.put(StreamsConfig.POLL_MS_CONFIG, 10);
        } else {
            // What a crash may repeat.
            settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
        }
        settings.putAll(config.kafka());
        return checked(settings);
    }

    private static StreamsConfig checked(Map<String, Object> settings) {
        try {
            return new StreamsConfig(settings);
        } catch (org.apache.kafka.common.config.ConfigException e) {
            throw new ConfigException("Kafka refuses a setting: " + e.getMessage());
        }
    }

    /** The same, with the read-ahead among the main consumer's interceptors; the user's own stay. */
    static StreamsConfig of(StreamerConfig config, int maxImageRecordBytes, ReadAhead readAhead) {
        Map<String, Object> settings =
                new HashMap<>(of(config, maxImageRecordBytes).originals());
        String key = StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        String own = ReadAheadInterceptor.class.getName();
        Object users = Stream.of(
                        key,
                        StreamsConfig.consumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG)
                .map(settings::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        settings.put(key, users.toString().isBlank() ? own : users + "," + own);
        settings.put(StreamsConfig.mainConsumerPrefix(ReadAheadInterceptor.READ_AHEAD), readAhead);
        return checked(settings);
    }
}
