package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.kit.Scrape;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.Admission;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.LoadedModel;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Polled records, a model, and what is asked of the read-ahead. */
abstract class ReadAheadCase {
    static final int BATCH_MAX = 8;

    @TempDir
    Path dir;

    final PrometheusRegistry registry = new PrometheusRegistry();
    final StreamerMetrics metrics = new StreamerMetrics(registry, HistogramKind.CLASSIC);
    final ModelHolder models = new ModelHolder();
    final BatchClassifier classifier = TestParts.classifier(models, metrics.model(TestModels.NAME));
    final ReadAhead readAhead = new ReadAhead(Map.of("images", TestModels.NAME), BATCH_MAX);

    @BeforeEach
    void load() throws IOException {
        models.swap(model("0", 0));
    }

    @AfterEach
    void unload() {
        models.close();
    }

    Outcome outcome(ConsumerRecord<byte[], byte[]> record) {
        return readAhead.outcome(
                new TopicPartition(record.topic(), record.partition()),
                record.offset(),
                record.value(),
                record.headers(),
                classifier);
    }

    void poll(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byPartition
                    .computeIfAbsent(new TopicPartition(record.topic(), record.partition()), p -> new ArrayList<>())
                    .add(record);
        }
        readAhead.remember(new ConsumerRecords<>(byPartition, Map.of()), false);
    }

    @SuppressWarnings("NullAway") // Kafka's records may have neither key nor value; their constructor is not annotated.
    static ConsumerRecord<byte[], byte[]> record(int partition, long offset, byte @Nullable [] value) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("images", partition, offset, null, value);
        assertThat(record.headers()).isInstanceOf(RecordHeaders.class);
        return record;
    }

    LoadedModel model(String version, int shift) throws IOException {
        Path file = Files.write(dir.resolve(version + ".onnx"), TestModels.file(version, shift));
        return ((Admission.Admitted) new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(file, TestModels.NAME, version))
                .model();
    }

    static String label(Outcome outcome) {
        return outcome instanceof Outcome.Classified classified ? classified.label() : outcome.toString();
    }

    double readAheads(String result) {
        return Scrape.of(registry).value("odradek_read_ahead_total{result=\"" + result + "\"}");
    }

    long calls() {
        return (long) Scrape.of(registry).value("odradek_batch_size_count{model=\"" + TestModels.NAME + "\"}");
    }
}
