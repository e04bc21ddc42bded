package io.odradek.streamer.topology;

import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.delivery.Handover;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.DeadLetterSerializer;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionSerializer;
import io.odradek.streamer.message.Sourced;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The topology: for each route {@code images -> classify -> predictions | dead letters}, a part of its own, so that a route
 * waits for no other. Operators are named for the topic of images: their names are part of what an upgrade must keep.
 */
public final class ClassifyTopology {
    /** The consumer's setting decides. */
    private static final @Nullable AutoOffsetReset NO_RESET = null;

    private ClassifyTopology() {}

    /**
     * Builds it; a pure function.
     *
     * @param topics where answers go
     * @param routes where images come from, and what classifies them; at least one
     * @param readAhead knows the records that were polled; {@link PollInterceptor} tells it
     * @param headers those of predictions
     * @param handover tells the producer whose record it sends
     * @param maxRecordBytes the largest record that the producer sends
     * @param pace when to commit, where an answer can be seen when it is committed (exactly-once); else null
     */
    public static Topology build(
            TopicNames topics,
            List<Route> routes,
            ReadAhead readAhead,
            PredictionHeaders headers,
            Handover handover,
            int maxRecordBytes,
            @Nullable CommitPace pace) {
        Topology topology = new Topology();
        // In an order of their own: the group's members tell each other tasks by the number of their part.
        routes.stream()
                .sorted(Comparator.comparing(Route::topic))
                .forEach(route -> add(
                        topology,
                        topics,
                        route,
                        () -> new ClassifyProcessor(route, readAhead, headers, handover, maxRecordBytes, pace)));
        return topology;
    }

    private static void add(
            Topology topology,
            TopicNames topics,
            Route route,
            ProcessorSupplier<byte[], byte[], byte[], Sourced> processor) {
        String images = "source-" + route.topic();
        String classify = "classify-" + route.topic();
        topology.addSource(
                NO_RESET,
                images,
                ClassifyTopology::timestamp,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                route.topic());
        topology.addProcessor(classify, processor, images);
        topology.<byte[], Prediction>addSink(
                predictions(route),
                topics.predictions(),
                new ByteArraySerializer(),
                new PredictionSerializer(),
                samePartition(),
                classify);
        topology.<byte[], DeadLetter>addSink(
                deadLetters(route),
                topics.deadLetters(),
                new ByteArraySerializer(),
                new DeadLetterSerializer(),
                samePartitionModulo(),
                classify);
    }

    /** The name of a route's sink of predictions. */
    static String predictions(Route route) {
        return "predictions-" + route.topic();
    }

    /** The name of a route's sink of dead letters. */
    static String deadLetters(Route route) {
        return "dead-letters-" + route.topic();
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
