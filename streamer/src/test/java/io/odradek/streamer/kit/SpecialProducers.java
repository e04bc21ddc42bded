package io.odradek.streamer.kit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Producers of images with other settings than {@link Cluster}'s own. */
public final class SpecialProducers {
    private SpecialProducers() {}

    /** One transaction with these records. */
    public static void transaction(Cluster cluster, List<ProducerRecord<byte[], byte[]>> records, boolean commit) {
        try (KafkaProducer<byte[], byte[]> producer = transactional(cluster)) {
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            producer.flush();
            Cluster.acknowledged(sent);
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    /**
     * A producer that can begin a transaction; a machine that stands still for a minute does not end one. The caller closes
     * it.
     */
    public static KafkaProducer<byte[], byte[]> transactional(Cluster cluster) {
        KafkaProducer<byte[], byte[]> producer = producer(
                cluster, Map.of("transactional.id", "images-" + System.nanoTime(), "transaction.timeout.ms", "600000"));
        producer.initTransactions();
        return producer;
    }

    /** As a producer with compression, whose records may be larger than the topic's limit. */
    public static void sendCompressed(Cluster cluster, ProducerRecord<byte[], byte[]> record) {
        try (KafkaProducer<byte[], byte[]> producer =
                producer(cluster, Map.of("compression.type", "zstd", "max.request.size", 16 << 20))) {
            producer.send(record).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError("cannot produce to " + record.topic(), e);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Cluster cluster, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
