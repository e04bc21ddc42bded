package io.odradek.streamer.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.evaluation.pairing.Arrival;
import io.odradek.streamer.evaluation.pairing.Guess;
import io.odradek.streamer.evaluation.pairing.Label;
import io.odradek.streamer.evaluation.pairing.LabelRecord;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** What a task does when it comes to an instance, with what its store has. */
class PairingProcessorTest {
    private static final long NOON = EvaluationTopologyCase.NOW.toEpochMilli();
    private static final Duration GRACE = EvaluationTopologyCase.GRACE;

    private final KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(PairingProcessor.STORE), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();

    /** The labels of that time are still to be read. */
    @Test
    void doesNotForgetWhatWaitedWhileTheServiceWasDown() {
        MockProcessorContext<byte[], Outgoing> before = context(NOON);
        start(before).process(record(new Guess("m@1", "Coat", 900_000_000, NOON)));

        long later = NOON + Duration.ofDays(30).toMillis();
        MockProcessorContext<byte[], Outgoing> after = context(later);
        PairingProcessor processor = start(after);
        tick(after, later + 2 * GRACE.toMillis());
        processor.process(
                record(new Label("Coat", NOON + 1, 0, 0, new LabelRecord(null, "Coat".getBytes(UTF_8), List.of()))));
        assertThat(after.forwarded()).hasSize(1);

        tick(after, later + 2 * GRACE.toMillis() + 1);
        assertThat(store.approximateNumEntries()).isZero();
    }

    private MockProcessorContext<byte[], Outgoing> context(long now) {
        Properties settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "none:1");
        MockProcessorContext<byte[], Outgoing> context = new MockProcessorContext<>(settings);
        context.setCurrentSystemTimeMs(now);
        return context;
    }

    private PairingProcessor start(MockProcessorContext<byte[], Outgoing> context) {
        if (!store.isOpen()) {
            store.init(context.getStateStoreContext(), store);
        }
        context.addStateStore(store);
        PairingProcessor processor = new PairingProcessor(new EvaluationParts(
                "predictions",
                1,
                EvaluationTopologyCase.SETTINGS,
                model -> Optional.empty(),
                new EvaluationMetrics(new PrometheusRegistry()),
                1_000_000,
                Long.MAX_VALUE));
        processor.init(context);
        return processor;
    }

    private static void tick(MockProcessorContext<byte[], Outgoing> context, long now) {
        context.setCurrentSystemTimeMs(now);
        context.scheduledPunctuators().forEach(one -> one.getPunctuator().punctuate(now));
    }

    private static Record<byte[], Arrival> record(Arrival arrival) {
        return new Record<>(new byte[16], arrival, arrival.time(), new RecordHeaders());
    }
}
