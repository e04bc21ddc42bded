package io.odradek.streamer.app;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.intake.ImagesConsumer;
import io.odradek.streamer.topics.EvaluationTopics;
import io.odradek.streamer.topics.ImagesTopics;
import io.odradek.streamer.topology.CommitPace;
import io.odradek.streamer.topology.PollInterceptor;
import io.odradek.streamer.topology.PollWatch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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

    /** Some hundred predictions. */
    private static final int BATCH_BYTES = 128 << 10;

    /** One part in so many of the heap may be images. */
    private static final int HEAP_SHARE = 4;

    /** Kafka Streams' defaults. */
    private static final int MAX_RECORDS = 1_000;

    /**
     * While a group spreads its partitions anew, Streams commits nothing, and begins with nothing that moves, until each member
     * has joined; a member learns of it by its next heartbeat. Kafka's default is 3 s.
     */
    private static final int HEARTBEAT_MILLIS = 500;

    /** See {@link CommitPace}. */
    private static final Duration BETWEEN_COMMITS = Duration.ofMillis(20);

    private static final String READ_COMMITTED = "read_committed";

    /** A judgement goes through three commits. */
    private static final int EVALUATION_COMMIT_MILLIS = 500;

    private static final int EVALUATION_TRANSACTION_MILLIS = 60_000;

    /** Kafka's default. */
    private static final long FETCH_BYTES = 50L << 20;

    /** Some images; a larger one is fetched alone. */
    private static final long LEAST_PARTITION_BYTES = 16 << 10;

    private StreamsSettings() {}

    /** The settings that need no topic: of the admin client, and of the models topic's consumer. */
    static StreamsConfig of(StreamerConfig config) {
        return checked(common(config), config);
    }

    /**
     * The settings of {@code streamer evaluate}: exactly-once, and in no hurry.
     *
     * @param config for the evaluation
     * @throws ConfigException when Kafka refuses a setting, or an evaluation would not fit
     */
    static StreamsConfig ofEvaluation(StreamerConfig config) {
        Map<String, Object> settings = common(config);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, EVALUATION_COMMIT_MILLIS);
        // The classes of a version may have to be fetched first.
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), EVALUATION_TRANSACTION_MILLIS);
        StreamsConfig checked = checked(settings, config);
        requireRoom(checked, EvaluationTopics.RECORD_BYTES, "the largest evaluation");
        return checked;
    }

    /** The largest request that the producers of the evaluation send, in bytes; of settings that are checked. */
    static int requestBytes(StreamsConfig settings) {
        return Integer.parseInt(producer(settings, ProducerConfig.MAX_REQUEST_SIZE_CONFIG));
    }

    private static String producer(StreamsConfig settings, String name) {
        return String.valueOf(settings.getProducerConfigs("odradek")
                .getOrDefault(name, ProducerConfig.configDef().defaultValues().get(name)));
    }

    /**
     * All settings: our choices, then the user's own {@code kafka.*} settings, which win.
     *
     * @param watch joins the main consumer's interceptors; the user's own stay
     * @param heapBytes the largest size of Java's heap
     * @throws ConfigException when Kafka refuses a setting, or one of the user's would break what is promised
     */
    static StreamsConfig of(StreamerConfig config, ImagesTopics images, PollWatch watch, long heapBytes) {
        Map<String, Object> settings = common(config);
        bound(settings, config, images, heapBytes);
        String key = StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        String own = PollInterceptor.class.getName();
        String users = Stream.of(
                        key,
                        StreamsConfig.consumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG)
                .map(config.kafka()::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        putUsers(settings, config);
        settings.put(key, users.isBlank() ? own : users + "," + own);
        settings.put(StreamsConfig.mainConsumerPrefix(PollInterceptor.POLL_WATCH), watch);
        StreamsConfig checked = checked(settings);
        requireRoom(checked, images.maxAnswerBytes(), "the largest image and 64 KiB");
        return checked;
    }

    /** A name without prefix is meant for each client that knows it: what we chose for one client must not hide it. */
    private static void putUsers(Map<String, Object> settings, StreamerConfig config) {
        config.kafka().forEach((name, value) -> {
            if (config.exactlyOnce() && name.endsWith(ConsumerConfig.ISOLATION_LEVEL_CONFIG)) {
                require(
                        value.equals(READ_COMMITTED),
                        name,
                        value,
                        READ_COMMITTED + " with " + StreamsConfig.EXACTLY_ONCE_V2);
            }
            settings.remove(StreamsConfig.consumerPrefix(name));
            settings.remove(StreamsConfig.producerPrefix(name));
        });
        settings.putAll(config.kafka());
    }

    /** A record that the producer refuses would stop the service, and again at each start. */
    private static void requireRoom(StreamsConfig settings, int largest, String what) {
        for (String name : List.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ProducerConfig.BUFFER_MEMORY_CONFIG)) {
            String value = producer(settings, name);
            require(
                    value.matches("[0-9]{1,18}") && Long.parseLong(value) >= largest,
                    name,
                    value,
                    "at least " + largest + ", " + what);
        }
    }

    private static void require(boolean met, String name, String value, String allowed) {
        if (!met) {
            throw new ConfigException("kafka." + name + " is \"" + value + "\", allowed: " + allowed);
        }
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
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), READ_COMMITTED);
        // Only while images come faster than they are answered: else answers leave at once, and are soon committed.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        if (isClassic(config)) {
            // Else it is the broker's setting.
            settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MILLIS);
        }
        if (config.exactlyOnce()) {
            settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
            // That long a commit may be late that is due while nothing comes any more.
            settings.put(StreamsConfig.POLL_MS_CONFIG, 10);
        } else {
            // What a crash may repeat.
            settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
        }
        return settings;
    }

    /** Whether the group's protocol is {@code classic}: under {@code streams} Kafka Streams makes the consumer by itself. */
    private static boolean isClassic(StreamerConfig config) {
        return !"streams"
                .equalsIgnoreCase(config.kafka()
                        .getOrDefault(StreamsConfig.GROUP_PROTOCOL_CONFIG, "")
                        .strip());
    }

    /**
     * The shortest time between a thread's commits while it answers what it polls, under exactly-once. None where no consumer
     * of ours tells of polls that bring nothing, or where the user says how long such a poll takes: a commit that is put off
     * waits for its end.
     */
    static Duration leastBetweenCommits(StreamerConfig config) {
        boolean isPollBrief = !config.kafka().containsKey(StreamsConfig.POLL_MS_CONFIG);
        return isClassic(config) && isPollBrief ? BETWEEN_COMMITS : Duration.ZERO;
    }

    /** How many bytes of images a thread may have polled and not answered: all threads together a quarter of the heap. */
    static long polledBytes(StreamerConfig config, long heapBytes) {
        return heapBytes / HEAP_SHARE / config.threads();
    }

    /**
     * Bounds memory. Streams counts the records that it holds, 1,000 for each partition, and not their bytes: with large
     * images that is more than any heap. {@link ImagesConsumer} bounds the bytes. Under the protocol {@code streams} Kafka
     * Streams makes the consumer: then a quarter of the heap must hold as many images of the largest size as are polled.
     */
    private static void bound(
            Map<String, Object> settings, StreamerConfig config, ImagesTopics images, long heapBytes) {
        boolean bounded = isClassic(config);
        long records = bounded ? MAX_RECORDS : Math.max(1, heapBytes / HEAP_SHARE / images.maxRecordBytes());
        long held = bounded ? MAX_RECORDS : Math.max(1, records / images.partitions());
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), (int)
                Math.min(MAX_RECORDS, records));
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, (int) Math.min(MAX_RECORDS, held));
        int fetch = (int) Math.min(FETCH_BYTES, Math.max(images.maxRecordBytes(), heapBytes / HEAP_SHARE));
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), fetch);
        // What is fetched of each partition waits beside what was polled: all together a quarter too.
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), (int) Math.min(
                ConsumerConfig.DEFAULT_MAX_PARTITION_FETCH_BYTES,
                Math.max(LEAST_PARTITION_BYTES, heapBytes / HEAP_SHARE / images.partitions())));
        int largest = images.maxAnswerBytes();
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), largest);
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG),
                Math.max(PRODUCER_BUFFER_BYTES, 2L * largest));
    }

    private static StreamsConfig checked(Map<String, Object> settings, StreamerConfig config) {
        putUsers(settings, config);
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
