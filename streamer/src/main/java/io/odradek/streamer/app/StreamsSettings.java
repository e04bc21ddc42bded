package io.odradek.streamer.app;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.topics.ImagesTopic;
import io.odradek.streamer.topology.LostImages;
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
    /** Kafka's default. */
    private static final long PRODUCER_BUFFER_BYTES = 32L << 20;

    /** One part in so many of the heap may be images. */
    private static final int HEAP_SHARE = 4;

    /** Kafka Streams' defaults. */
    private static final int MAX_RECORDS = 1_000;

    /** Kafka's default. */
    private static final long FETCH_BYTES = 50L << 20;

    private StreamsSettings() {}

    /** The settings that need no topic: of the admin client, and of the models topic's consumer. */
    static StreamsConfig of(StreamerConfig config) {
        return checked(common(config), config);
    }

    /**
     * All settings: our choices, then the user's own {@code kafka.*} settings, which win.
     *
     * @param readAhead joins the main consumer's interceptors, with {@code lost}; the user's own stay
     * @param heapBytes the largest size of Java's heap
     */
    static StreamsConfig of(
            StreamerConfig config, ImagesTopic images, ReadAhead readAhead, LostImages lost, long heapBytes) {
        Map<String, Object> settings = common(config);
        bound(settings, images, heapBytes);
        String key = StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        String own = ReadAheadInterceptor.class.getName();
        String users = Stream.of(
                        key,
                        StreamsConfig.consumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG)
                .map(config.kafka()::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        Map<String, Object> last = new HashMap<>(config.kafka());
        last.put(key, users.isBlank() ? own : users + "," + own);
        last.put(StreamsConfig.mainConsumerPrefix(ReadAheadInterceptor.READ_AHEAD), readAhead);
        last.put(StreamsConfig.mainConsumerPrefix(ReadAheadInterceptor.LOST_IMAGES), lost);
        settings.putAll(last);
        return checked(settings);
    }

    private static Map<String, Object> common(StreamerConfig config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        settings.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                config.exactlyOnce() ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        // Where nothing is committed, or retention removed what was to be read next: nothing that is there is skipped.
        // A new group that is to begin elsewhere has that committed before it starts.
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // An aborted image is no image. Streams asks for this only under exactly-once.
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        // Streams' default of 100 ms would be most of the latency.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        if (config.exactlyOnce()) {
            // A prediction is visible when its transaction commits.
            settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 20);
            settings.put(StreamsConfig.POLL_MS_CONFIG, 10);
        } else {
            // What a crash may repeat.
            settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
        }
        return settings;
    }

    /**
     * Bounds memory. Streams counts the records that it holds, 1,000 for each partition, and not their bytes: with large
     * images that is more than any heap. A quarter of the heap may be images of the largest size; small ones are held in
     * smaller numbers too, which costs nothing, because one poll still fills many batches.
     */
    private static void bound(Map<String, Object> settings, ImagesTopic images, long heapBytes) {
        long records = Math.max(1, heapBytes / HEAP_SHARE / images.maxRecordBytes());
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), (int)
                Math.min(MAX_RECORDS, records));
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, (int)
                Math.min(MAX_RECORDS, Math.max(1, records / images.partitions())));
        int fetch = (int) Math.min(FETCH_BYTES, Math.max(images.maxRecordBytes(), heapBytes / HEAP_SHARE));
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), fetch);
        int largest = images.maxAnswerBytes();
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), largest);
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG),
                Math.max(PRODUCER_BUFFER_BYTES, 2L * largest));
    }

    private static StreamsConfig checked(Map<String, Object> settings, StreamerConfig config) {
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
}
