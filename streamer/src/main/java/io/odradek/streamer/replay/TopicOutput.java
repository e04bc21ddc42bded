package io.odradek.streamer.replay;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionSerializer;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.Refusals;
import io.odradek.streamer.topics.TopicAdmin;
import io.odradek.streamer.topics.TopicCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A topic of predictions, each like that of a streamer: the image's key, timestamp and partition number, and the headers
 * that the settings say. The topic is never created here, and takes no prediction that its retention would remove at once.
 */
public final class TopicOutput implements Output {
    private static final Duration CLOSE = Duration.ofSeconds(5);
    /** Kafka's default, and room for what is added to an image. */
    private static final int ROOMY_BYTES = 1_048_588 + 65_536;

    private static final int DEFAULT_BYTES = 1_048_588;
    private static final String UNLIMITED = "-1";

    private final StreamerConfig config;
    private final KafkaClients clients;
    private final String topic;
    private final PredictionSerializer serializer = new PredictionSerializer();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private int maxRecordBytes = DEFAULT_BYTES;
    /** How long it keeps a record, by the record's timestamp, in milliseconds; what is older is removed at once. */
    private long keptMillis = Long.MAX_VALUE;

    private @Nullable Producer<byte[], byte[]> producer;

    /** Does not connect. @throws StreamerException when Kafka refuses a setting */
    public TopicOutput(StreamerConfig config, String topic) {
        this.config = config;
        this.clients = new KafkaClients(config);
        this.topic = topic;
    }

    @Override
    public void open(int partitions) {
        try (TopicAdmin admin = new TopicAdmin(clients.bootstrapServers(), clients.adminSettings())) {
            int found = admin.partitions(List.of(topic)).getOrDefault(topic, 0);
            TopicCommands commands = TopicCommands.of(config);
            if (found == 0) {
                NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty())
                        .configs(new TreeMap<>(Map.of(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                String.valueOf(ROOMY_BYTES),
                                TopicConfig.RETENTION_MS_CONFIG,
                                UNLIMITED)));
                throw new StreamerException("--output-topic: there is no topic " + topic + " at "
                        + clients.bootstrapServers() + ", and replay creates none:\n  " + commands.create(wanted));
            }
            if (found < partitions) {
                throw new StreamerException("--output-topic: topic " + topic + " has " + found
                        + " partitions, the images have " + partitions
                        + "; a prediction is written to its image's partition number:\n  "
                        + commands.partitions(topic, partitions));
            }
            maxRecordBytes = maxRecordBytes(admin);
            keptMillis = keptMillis(admin);
        }
        producer = clients.writer(maxRecordBytes);
    }

    /** What the topic takes; Kafka's default where this user may not know it. */
    private int maxRecordBytes(TopicAdmin admin) {
        try {
            return Integer.parseInt(admin.config(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
        } catch (StreamerException e) {
            return DEFAULT_BYTES;
        }
    }

    /** Without a limit where it keeps records otherwise, or this user may not know it. */
    private long keptMillis(TopicAdmin admin) {
        try {
            boolean isByImage = admin.config(topic, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                    .equals(TimestampType.CREATE_TIME.name);
            boolean isDeleted =
                    admin.config(topic, TopicConfig.CLEANUP_POLICY_CONFIG).contains(TopicConfig.CLEANUP_POLICY_DELETE);
            String millis = admin.config(topic, TopicConfig.RETENTION_MS_CONFIG);
            return isByImage && isDeleted && !millis.equals(UNLIMITED) ? Long.parseLong(millis) : Long.MAX_VALUE;
        } catch (StreamerException e) {
            return Long.MAX_VALUE;
        }
    }

    private void requireKept(ConsumerRecord<byte[], byte[]> image) {
        if (image.timestamp() >= 0 && System.currentTimeMillis() - image.timestamp() > keptMillis) {
            throw new StreamerException("--output-topic: topic " + topic + " keeps a record for "
                    + Duration.ofMillis(keptMillis) + " from its timestamp on, and " + image.topic() + "-"
                    + image.partition() + "@" + image.offset() + " is of " + Instant.ofEpochMilli(image.timestamp())
                    + ": Kafka would remove its prediction:\n  "
                    + TopicCommands.of(config).alter(topic, TopicConfig.RETENTION_MS_CONFIG, UNLIMITED));
        }
    }

    @Override
    public int maxRecordBytes() {
        return maxRecordBytes;
    }

    @Override
    public void write(ConsumerRecord<byte[], byte[]> image, Headers headers, Prediction prediction) {
        checkFailure();
        requireKept(image);
        try {
            Future<RecordMetadata> unused = opened().send(
                            new ProducerRecord<>(
                                    topic,
                                    image.partition(),
                                    image.timestamp() < 0 ? null : image.timestamp(),
                                    image.key(),
                                    serializer.serialize(topic, prediction),
                                    headers),
                            (written, failed) -> {
                                if (failed != null) {
                                    failure.accumulateAndGet(failed, Refusals::telling);
                                }
                            });
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    @Override
    public String finish(boolean complete) {
        opened().flush();
        checkFailure();
        return "topic " + topic;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(CLOSE);
        }
    }

    private void checkFailure() {
        Exception first = failure.get();
        if (first == null) {
            return;
        }
        if (!Refusals.sayWhy(first)) {
            // Who says why may be told a moment later.
            opened().flush();
            first = Refusals.telling(failure.get(), first);
        }
        throw failed(first);
    }

    private StreamerException failed(Exception e) {
        return new StreamerException(
                "--output-topic: topic " + topic + " at " + clients.bootstrapServers() + " has not taken a prediction: "
                        + StreamerException.rootCause(e),
                e);
    }

    private Producer<byte[], byte[]> opened() {
        if (producer == null) {
            throw new IllegalStateException("it is not open");
        }
        return producer;
    }
}
