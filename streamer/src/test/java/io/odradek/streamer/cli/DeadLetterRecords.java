package io.odradek.streamer.cli;

import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Dead letters as a streamer writes them, and how often each image was sent again. */
final class DeadLetterRecords {
    /** Of all of them; not so old that retention would remove them. */
    @SuppressWarnings("TimeInStaticInitializer") // One for all.
    static final Instant TIME = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);

    private DeadLetterRecords() {}

    /** Rejected as WRONG_SIZE, in the partition of its image. */
    static ProducerRecord<byte[], byte[]> of(Source image, byte @Nullable [] value) {
        return of(image, "WRONG_SIZE", value);
    }

    static ProducerRecord<byte[], byte[]> of(Source image, String reason, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                "images-dlq",
                image.partition() % Cluster.PARTITIONS,
                TIME.toEpochMilli(),
                Cluster.utf8("key " + image),
                value);
        letter.headers()
                .add("odradek-reason", Cluster.utf8(reason))
                .add("__streams.errors.message", Cluster.utf8("3x1"))
                .add("__streams.errors.topic", Cluster.utf8(image.topic()))
                .add("__streams.errors.partition", Cluster.utf8(String.valueOf(image.partition())))
                .add("__streams.errors.offset", Cluster.utf8(String.valueOf(image.offset())));
        return letter;
    }

    /** By the place of the dead letter: how often a reader of committed records sees its image. */
    static Map<String, Integer> sent(Cluster cluster) {
        Map<String, Integer> sent = new TreeMap<>();
        cluster.read("images").forEach(image -> sent.merge(text(image, "odradek-replayed"), 1, Integer::sum));
        return sent;
    }

    static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
