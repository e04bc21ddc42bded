package io.odradek.streamer.cli;

import io.odradek.streamer.model.TestModels;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Inside a command's own producer: somebody else who decides in the very moment of its decision. */
abstract class Rival implements ProducerInterceptor<byte[], byte[]> {
    private String bootstrapServers = "";

    /** Decides after the command's record is written, and before the command reads back. */
    public static final class After extends Rival {
        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
            decide();
        }
    }

    /** Decides after the command has read, and before its record is written. */
    public static final class Between extends Rival {
        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
            decide();
            return record;
        }
    }

    /** Publishes another file under the same version, before the command's record is written. */
    public static final class Publisher extends Rival {
        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
            send(new String(record.key(), StandardCharsets.UTF_8), TestModels.file("1", 2));
            return record;
        }
    }

    @Override
    public void configure(Map<String, ?> configs) {
        Object servers = configs.get("bootstrap.servers");
        bootstrapServers =
                servers instanceof java.util.List<?> list ? String.valueOf(list.get(0)) : String.valueOf(servers);
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

    @Override
    public void close() {}

    void decide() {
        String json = "{\"schema\":1,\"live\":\"2\",\"previous\":[\"1\"],\"decisionId\":\"rival\",\"by\":\"bob@desk\","
                + "\"at\":\"2026-11-24T05:00:00Z\",\"reason\":\"mine is better\"}";
        send(TestModels.NAME, json.getBytes(StandardCharsets.UTF_8));
    }

    void send(String key, byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("models", 0, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
