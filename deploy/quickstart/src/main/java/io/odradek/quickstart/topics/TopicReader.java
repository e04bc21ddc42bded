package io.odradek.quickstart.topics;

import io.odradek.broker.Topics;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.measure.Image;
import io.odradek.quickstart.measure.LiveAccuracy;
import io.odradek.quickstart.measure.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics from one position to another. Each call has its own client. Stateless but for the broker's address. */
public final class TopicReader {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;

    /** A reader of the broker at {@code bootstrapServers}. */
    public TopicReader(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Whether all of {@code topics} exist. */
    public boolean exist(Set<String> topics) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return admin.listTopics().names().get().containsAll(topics);
        } catch (ExecutionException e) {
            throw new Failure("cannot list the topics of " + bootstrapServers + ": " + e.getCause(), e);
        }
    }

    /** The end of each partition: the next offset to be written. */
    public Map<TopicPartition, Long> ends(String topic) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return Topics.endOffsets(admin, topic);
        } catch (ExecutionException e) {
            throw new Failure("cannot read the end of topic " + topic + ": " + e.getCause(), e);
        }
    }

    /** The images from {@code begin} on, up to {@code end}, which both hold every partition of the topic. */
    public List<Image> images(Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end) {
        return records(begin, end).stream().map(TopicReader::image).toList();
    }

    /** The true class name by image id, from the whole labels topic. */
    public Map<String, String> labels(String topic) throws InterruptedException {
        Map<String, String> labels = new HashMap<>();
        for (ConsumerRecord<byte @Nullable [], byte[]> record : whole(topic)) {
            labels.put(id(record), new String(record.value(), StandardCharsets.UTF_8));
        }
        return labels;
    }

    /** How well a version did by all labels so far, from the whole topic of evaluations. */
    public LiveAccuracy liveAccuracy(String topic, String model, String version) throws InterruptedException {
        return EvaluationRecords.accuracy(whole(topic), model, version);
    }

    private List<ConsumerRecord<byte @Nullable [], byte[]>> whole(String topic) throws InterruptedException {
        Map<TopicPartition, Long> end = ends(topic);
        Map<TopicPartition, Long> begin = new HashMap<>();
        end.keySet().forEach(p -> begin.put(p, 0L));
        return records(begin, end);
    }

    private List<ConsumerRecord<byte @Nullable [], byte[]>> records(
            Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end) {
        List<ConsumerRecord<byte @Nullable [], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte @Nullable [], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "max.poll.records",
                        5_000,
                        "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(end.keySet());
            begin.forEach(consumer::seek);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                if (System.nanoTime() > deadline) {
                    throw new Failure("reading " + end.keySet() + " took more than " + PATIENCE.toSeconds() + " s");
                }
            }
        }
        // A record written after the ends were asked for belongs to whoever asks next.
        records.removeIf(r -> r.offset() >= end.getOrDefault(new TopicPartition(r.topic(), r.partition()), 0L));
        return records;
    }

    private static Image image(ConsumerRecord<byte @Nullable [], byte[]> record) {
        Source source = new Source(record.topic(), record.partition(), record.offset());
        return new Image(source, id(record), record.timestamp(), record.value());
    }

    private static String id(ConsumerRecord<byte @Nullable [], byte[]> record) {
        Header header = record.headers().lastHeader("odradek-id");
        byte @Nullable [] id = header == null ? record.key() : header.value();
        return id == null
                ? record.topic() + "-" + record.partition() + "@" + record.offset()
                : new String(id, StandardCharsets.UTF_8);
    }
}
