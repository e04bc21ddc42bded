package io.odradek.streamer.replay;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.evaluation.label.Identity;
import io.odradek.streamer.evaluation.label.LabelReader;
import io.odradek.streamer.evaluation.label.LabelReading;
import io.odradek.streamer.message.Source;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * True labels by image, the same ones that {@code streamer evaluate} takes: of several for one image the latest by
 * timestamp, partition and offset. First one thread adds them, then any threads ask.
 */
final class Labels {
    /** Of no label. */
    static final int NONE = 0;

    /** One part in so many of the heap may be labels. */
    private static final int HEAP_SHARE = 8;

    /** Of a label: entry, hash, buffer, number and place. */
    private static final int BYTES = 200;

    private record Numbered(int number, long time, int partition, long offset) {
        static final Comparator<Numbered> ORDER = Comparator.comparingLong(Numbered::time)
                .thenComparingInt(Numbered::partition)
                .thenComparingLong(Numbered::offset);
    }

    private final boolean keyUnique;
    private final LabelReader reader;
    private final long most;
    private final Map<ByteBuffer, Numbered> numbers = new HashMap<>();
    private final Map<String, Integer> numbersByText = new HashMap<>();
    private final List<String> texts = new ArrayList<>(List.of(""));
    private long unusable;

    /**
     * Has none.
     *
     * @param heapBytes the largest size of Java's heap
     * @param keyUnique whether a key names an image that has no id
     */
    Labels(long heapBytes, boolean keyUnique) {
        this.keyUnique = keyUnique;
        this.reader = new LabelReader(keyUnique);
        this.most = heapBytes / HEAP_SHARE / BYTES;
    }

    /** Adds a record of the labels topic. @throws ConfigException when there is no room for it */
    void add(ConsumerRecord<byte[], byte[]> record) {
        LabelReading reading = reader.read(record.key(), record.value(), record.headers());
        if (reading instanceof LabelReading.Found found) {
            int number = numbersByText.computeIfAbsent(found.text(), text -> {
                texts.add(text);
                return texts.size() - 1;
            });
            numbers.merge(
                    ByteBuffer.wrap(found.identity()),
                    new Numbered(number, record.timestamp(), record.partition(), record.offset()),
                    BinaryOperator.maxBy(Numbered.ORDER));
        } else {
            unusable++;
        }
        if (numbers.size() + (long) texts.size() > most) {
            throw new ConfigException("topic " + record.topic() + " has more labels than fit into this heap, " + most
                    + ": raise -Xmx in JAVA_OPTS, or take --no-labels");
        }
    }

    boolean isEmpty() {
        return numbers.isEmpty();
    }

    /** The number of an image's label, or {@link #NONE}. */
    int number(Headers headers, byte @Nullable [] key, Source image) {
        Numbered found = numbers.get(ByteBuffer.wrap(Identity.ofPrediction(headers, key, image, keyUnique)));
        return found == null ? NONE : found.number();
    }

    /** The label of a number. */
    String text(int number) {
        return texts.get(number);
    }

    /** Records that are no labels. */
    long unusable() {
        return unusable;
    }
}
