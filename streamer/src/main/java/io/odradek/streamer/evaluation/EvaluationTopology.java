package io.odradek.streamer.evaluation;

import io.odradek.streamer.evaluation.pairing.Arrival;
import io.odradek.streamer.evaluation.pairing.Judgement;
import io.odradek.streamer.evaluation.pairing.Wire;
import io.odradek.streamer.evaluation.window.Room;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Predictions and labels go to one topic, by their image's identity, and meet in {@link PairingProcessor}; what comes of
 * that goes by version to {@link CountingProcessor}. Both stores are in memory, with a changelog. Stateless.
 */
public final class EvaluationTopology {
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private static final String IDENTITY = "identity";
    private static final String VERSION = "version";

    private EvaluationTopology() {}

    /** The topics between the processors, as Kafka Streams names them: all of one number of partitions, for ever. */
    public static List<String> ownTopics(String applicationId) {
        return Stream.of(IDENTITY, VERSION)
                .map(name -> applicationId + "-" + name + "-repartition")
                .toList();
    }

    /** The names in it are those of the application's own topics: another name would lose what is in them. */
    public static Topology build(EvaluationParts parts) {
        Room room = new Room(parts.settings().windowBytes(), parts.partitions());
        parts.metrics().windows(room);
        StreamsBuilder builder = new StreamsBuilder();
        Consumed<byte[], byte[]> consumed = Consumed.with(BYTES, BYTES).withTimestampExtractor(Times::of);
        KStream<byte[], Outgoing> predictions = builder.stream(parts.predictions(), consumed)
                .process(() -> new PredictionIntake(parts), Named.as("predictions"));
        KStream<byte[], Outgoing> labels = builder.stream(parts.settings().labels(), consumed)
                .process(() -> new LabelIntake(parts), Named.as("labels"));
        KStream<byte[], Outgoing> paired = identified(predictions)
                .merge(identified(labels))
                .repartition(Repartitioned.<byte[], Arrival>as(IDENTITY)
                        .withKeySerde(BYTES)
                        .withValueSerde(Wire.arrivals())
                        .withNumberOfPartitions(parts.partitions()))
                .process(
                        supplier(() -> new PairingProcessor(parts), store(PairingProcessor.STORE, false)),
                        Named.as("pairing"));
        paired.filter((key, value) -> value instanceof Outgoing.Judged)
                .mapValues(value -> ((Outgoing.Judged) value).judgement())
                .repartition(Repartitioned.<byte[], Judgement>as(VERSION)
                        .withKeySerde(BYTES)
                        .withValueSerde(Wire.judgements())
                        .withNumberOfPartitions(parts.partitions()))
                .process(
                        supplier(() -> new CountingProcessor(parts, room), store(CountingProcessor.STORE, true)),
                        Named.as("counting"))
                .to(parts.settings().evaluations(), Produced.with(BYTES, BYTES));
        deadLetters(labels, parts);
        deadLetters(paired, parts);
        return builder.build();
    }

    /** Each on its own: together they would be parts of one task. */
    private static void deadLetters(KStream<byte[], Outgoing> all, EvaluationParts parts) {
        all.filter((key, value) -> value instanceof Outgoing.Dead)
                .mapValues(value -> ((Outgoing.Dead) value).value())
                .to(parts.settings().deadLetters(), Produced.with(BYTES, BYTES));
    }

    private static KStream<byte[], Arrival> identified(KStream<byte[], Outgoing> all) {
        return all.filter((key, value) -> value instanceof Outgoing.Identified)
                .mapValues(value -> ((Outgoing.Identified) value).arrival());
    }

    /** @param cached whether what changes often goes to the changelog only when it is committed */
    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name, boolean cached) {
        StoreBuilder<KeyValueStore<Bytes, byte[]>> store =
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), BYTES);
        return cached ? store.withCachingEnabled() : store.withCachingDisabled();
    }

    private interface Maker<I, O> {
        Processor<byte[], I, byte[], O> make();
    }

    private static <I, O> ProcessorSupplier<byte[], I, byte[], O> supplier(Maker<I, O> maker, StoreBuilder<?> store) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], I, byte[], O> get() {
                return maker.make();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(store);
            }
        };
    }
}
