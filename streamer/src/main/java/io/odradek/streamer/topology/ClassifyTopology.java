package io.odradek.streamer.topology;

import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.image.ImageLimits;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.DeadLetterSerializer;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionSerializer;
import io.odradek.streamer.message.Sourced;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.ModelHolder;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * The topology: {@code images -> classify -> predictions | dead letters}. Operators are named: their names are part of
 * what an upgrade must keep.
 */
public final class ClassifyTopology {
    static final String IMAGES = "images";
    static final String CLASSIFY = "classify";
    static final String PREDICTIONS = "predictions";
    static final String DEAD_LETTERS = "dead-letters";

    /** The consumer's setting decides. */
    private static final @Nullable AutoOffsetReset NO_RESET = null;

    private ClassifyTopology() {}

    /**
     * Builds it; a pure function.
     *
     * @param topics where images come from and answers go
     * @param images what an image may be
     * @param models lends the live model; it must have one before records flow
     * @param readAhead knows the records that were polled; {@link ReadAheadInterceptor} tells it
     * @param watches see what passes
     * @param metrics counts and times
     * @param maxRecordBytes the largest record that the producer sends
     */
    public static Topology build(
            TopicNames topics,
            ImageSettings images,
            ModelHolder models,
            ReadAhead readAhead,
            Watches watches,
            StreamerMetrics metrics,
            int maxRecordBytes) {
        Topology topology = new Topology();
        topology.addSource(
                NO_RESET,
                IMAGES,
                ClassifyTopology::timestamp,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.images());
        topology.<byte[], byte[], byte[], Sourced>addProcessor(
                CLASSIFY,
                () -> new ClassifyProcessor(
                        readAhead,
                        new BatchClassifier(models, decoder(images), metrics),
                        watches,
                        metrics,
                        maxRecordBytes),
                IMAGES);
        topology.<byte[], Prediction>addSink(
                PREDICTIONS,
                topics.predictions(),
                new ByteArraySerializer(),
                new PredictionSerializer(),
                samePartition(),
                CLASSIFY);
        topology.<byte[], DeadLetter>addSink(
                DEAD_LETTERS,
                topics.deadLetters(),
                new ByteArraySerializer(),
                new DeadLetterSerializer(),
                samePartitionModulo(),
                CLASSIFY);
        return topology;
    }

    private static PayloadDecoder decoder(ImageSettings images) {
        return new PayloadDecoder(
                new ImageLimits(images.maxBytes(), images.maxSide(), images.maxPixels(), images.maxFrames()),
                images.enveloped());
    }

    /** Streams' own extractor would fail at a record without a timestamp, which some clients can write: for ever. */
    static long timestamp(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();
    }

    /**
     * The image's own partition, read from the prediction: other clients hash keys differently, and a null key has no
     * hash at all.
     */
    private static StreamPartitioner<byte[], Prediction> samePartition() {
        return (topic, key, prediction, partitions) -> {
            int partition = prediction.source().partition();
            if (partition >= partitions) {
                throw new IllegalStateException(
                        "topic " + topic + " has " + partitions + " partitions, but an image came" + " from partition "
                                + partition + ": give it as many partitions as the images have");
            }
            return Optional.of(Set.of(partition));
        };
    }

    private static StreamPartitioner<byte[], DeadLetter> samePartitionModulo() {
        return (topic, key, letter, partitions) ->
                Optional.of(Set.of(letter.source().partition() % partitions));
    }
}
