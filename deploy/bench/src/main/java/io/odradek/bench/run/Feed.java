package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.Payload;
import io.odradek.quickstart.console.Failure;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Lays images into topics before their turn. The key of a record is the number of its image in the data set. Used by one
 * thread.
 */
final class Feed implements AutoCloseable {
    private final List<byte[]> pixels;
    private final Map<Payload, List<byte[]>> payloads = new EnumMap<>(Payload.class);
    private final KafkaProducer<byte[], byte[]> producer;

    Feed(String bootstrap, List<byte[]> pixels) {
        this.pixels = List.copyOf(pixels);
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 20, "batch.size", 1 << 18),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The values of all images in this form, of the large forms only the first. */
    List<byte[]> values(Payload payload) {
        return payloads.computeIfAbsent(
                payload, p -> pixels.stream().limit(p.different()).map(p::of).toList());
    }

    /**
     * Lays {@code count} images into the topic of this entry, evenly over its partitions, and waits until they are there.
     *
     * @param from number of the first; they begin anew behind the last of {@link #values}
     */
    void lay(Entry entry, int from, int count) {
        List<byte[]> values = values(entry.payload());
        AtomicReference<Exception> failure = new AtomicReference<>();
        for (int i = from; i < from + count; i++) {
            int image = i % values.size();
            byte[] key = String.valueOf(image).getBytes(StandardCharsets.US_ASCII);
            var unused = producer.send(
                    new ProducerRecord<>(entry.imagesTopic(), i % entry.partitions(), key, values.get(image)),
                    (metadata, e) -> {
                        if (e != null) {
                            failure.set(e);
                        }
                    });
        }
        producer.flush();
        Exception e = failure.get();
        if (e != null) {
            throw new Failure("an image could not be produced: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
