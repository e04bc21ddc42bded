package io.odradek.streamer.guarantee;

import com.google.gson.JsonObject;
import io.odradek.streamer.kit.Account;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads answers as they come, with {@code read_committed}, and counts the images that have one. For progress; the account at
 * the end reads everything anew. Thread-safe.
 */
final class AnswerWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    /** By partition: offsets of images. */
    private final BitSet[] predicted = sets();

    private final BitSet[] rejected = sets();
    /** By partition: of the latest prediction. */
    private final String[] versions = new String[Site.PARTITIONS];

    private final CompletableFuture<Void> reading;
    private volatile boolean again;
    private volatile boolean stopping;
    private volatile long progress = System.nanoTime();

    AnswerWatch(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.reading = CompletableFuture.runAsync(this::read);
    }

    private static BitSet[] sets() {
        return IntStream.range(0, Site.PARTITIONS).mapToObj(p -> new BitSet()).toArray(BitSet[]::new);
    }

    /** Images with an answer. */
    synchronized int answered() {
        check();
        return sum(predicted) + sum(rejected);
    }

    /** Images with a dead letter. */
    synchronized int deadLetters() {
        check();
        return sum(rejected);
    }

    /** Partitions whose latest prediction names another version, or none, each with that. */
    synchronized List<String> byOtherThan(String version) {
        check();
        return IntStream.range(0, Site.PARTITIONS)
                .filter(p -> !version.equals(versions[p]))
                .mapToObj(p -> "partition " + p + " by version " + versions[p] + " in place of " + version)
                .toList();
    }

    private static int sum(BitSet[] sets) {
        return Stream.of(sets).mapToInt(BitSet::cardinality).sum();
    }

    /** How long no image has got its first answer, from a {@link System#nanoTime()} on. */
    Duration silenceSince(long begin) {
        long now = System.nanoTime();
        return Duration.ofNanos(Math.min(now - progress, now - begin));
    }

    /** The topic of dead letters is another one now. */
    void readDeadLettersAgain() {
        again = true;
    }

    private void check() {
        if (reading.isCompletedExceptionally()) {
            reading.join();
        }
    }

    private void read() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "request.timeout.ms",
                5_000,
                "metadata.max.age.ms",
                1_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> letters = partitions("images-dlq");
            consumer.assign(Stream.concat(partitions("predictions").stream(), letters.stream())
                    .toList());
            while (!stopping) {
                if (again) {
                    again = false;
                    consumer.seekToBeginning(letters);
                }
                consumer.poll(POLL).forEach(this::note);
            }
        }
    }

    private static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, Site.PARTITIONS)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
    }

    private synchronized void note(ConsumerRecord<byte[], byte[]> answer) {
        boolean isPrediction = answer.topic().equals("predictions");
        BitSet images = (isPrediction ? predicted : rejected)[answer.partition()];
        int offset = isPrediction ? prediction(answer) : Integer.parseInt(letterOf(answer));
        if (!images.get(offset)) {
            images.set(offset);
            progress = System.nanoTime();
        }
    }

    private int prediction(ConsumerRecord<byte[], byte[]> answer) {
        JsonObject json = Account.json(answer);
        versions[answer.partition()] =
                json.getAsJsonObject("model").get("version").getAsString();
        return json.getAsJsonObject("source").get("offset").getAsInt();
    }

    private static String letterOf(ConsumerRecord<byte[], byte[]> answer) {
        return Account.header(answer, "__streams.errors.offset");
    }

    @Override
    public void close() {
        stopping = true;
        reading.join();
    }
}
