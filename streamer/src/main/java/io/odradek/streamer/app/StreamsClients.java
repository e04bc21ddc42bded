package io.odradek.streamer.app;

import io.odradek.streamer.delivery.AnswerProducer;
import io.odradek.streamer.delivery.Handover;
import io.odradek.streamer.intake.ImagesConsumer;
import io.odradek.streamer.topology.CommitPace;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients that Kafka Streams would make by itself, but with producers that record when an answer has arrived, and with
 * consumers that poll no more than there is room for. Under the protocol {@code streams} Kafka Streams makes the consumer by
 * itself.
 */
final class StreamsClients implements KafkaClientSupplier {
    private final Handover handover;
    private final long maxPolledBytes;
    private final LongSupplier polledBytes;
    private final Runnable nothingPolled;
    private final Runnable committed;

    /**
     * @param handover tells whose record is sent
     * @param maxPolledBytes of one thread's images that were polled and are not answered
     * @param polledBytes those of the current thread
     * @param pace hears of the stream threads' polls and commits under exactly-once; else null
     */
    StreamsClients(Handover handover, long maxPolledBytes, LongSupplier polledBytes, @Nullable CommitPace pace) {
        this.handover = handover;
        this.maxPolledBytes = maxPolledBytes;
        this.polledBytes = polledBytes;
        this.nothingPolled = pace == null ? () -> {} : pace::nothingPolled;
        this.committed = pace == null ? () -> {} : pace::committed;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        boolean isTransactional = config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) != null;
        return new AnswerProducer(config, handover, isTransactional, committed);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new ImagesConsumer(config, maxPolledBytes, polledBytes, nothingPolled);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
