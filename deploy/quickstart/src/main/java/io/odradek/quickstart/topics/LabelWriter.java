package io.odradek.quickstart.topics;

import io.odradek.quickstart.console.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends true labels, as whoever looks at the images later would. Each call has its own client. Stateless. */
public final class LabelWriter {
    private static final String ID = "odradek-id";

    private LabelWriter() {}

    /**
     * Sends all; returns when Kafka has them.
     *
     * @param labels the true class name by image id
     * @throws Failure when one is not taken
     */
    public static void send(String bootstrapServers, String topic, Map<String, String> labels)
            throws InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            labels.forEach((id, label) -> sent.add(producer.send(record(topic, id, label))));
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new Failure("cannot send a label to topic " + topic + ": " + e.getCause(), e);
        } catch (KafkaException e) {
            throw new Failure("cannot send a label to topic " + topic + ": " + e, e);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String id, String label) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, label.getBytes(StandardCharsets.UTF_8));
        record.headers().add(ID, id.getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
