package io.odradek.streamer.topology;

import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionSerializer;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.Admission;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.tracing.Step;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What not to do: a processor that collects records and answers them together, later. Kafka Streams commits the records
 * whose {@code process} returned, so those in the buffer are lost when the process dies. A test shows that the account of
 * images finds that out; a checker that cannot fail proves nothing.
 */
public final class UnsafeStreamer {
    /** Its consumer group. */
    public static final String GROUP = "unsafe";

    /** Much longer than the commit interval: wherever a kill strikes, there are records that are committed and lost. */
    private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);

    private static final String COMMIT_INTERVAL_MILLIS = "50";

    private UnsafeStreamer() {}

    /** Arguments: bootstrap servers, model file of version 0. */
    public static void main(String[] arguments) {
        // For the stack that ONNX Runtime needs with a class path on the command line.
        new Thread(null, () -> run(arguments), "unsafe", 64L << 20).start();
    }

    private static void run(String[] arguments) {
        ModelHolder models = new ModelHolder();
        Admission admission =
                new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(Path.of(arguments[1]), TestModels.NAME, "0");
        models.swap(((Admission.Admitted) admission).model());
        BatchClassifier classifier = TestParts.classifier(
                models, new StreamerMetrics(new PrometheusRegistry(), HistogramKind.CLASSIC).model(TestModels.NAME));
        Properties settings = new Properties();
        settings.put("bootstrap.servers", arguments[0]);
        settings.put("application.id", GROUP);
        settings.put("commit.interval.ms", COMMIT_INTERVAL_MILLIS);
        settings.put("consumer.auto.offset.reset", "earliest");
        settings.put("consumer.session.timeout.ms", "3000");
        settings.put("consumer.heartbeat.interval.ms", "500");
        KafkaStreams streams = new KafkaStreams(topology(classifier), settings);
        streams.start();
    }

    private static Topology topology(BatchClassifier classifier) {
        Topology topology = new Topology();
        topology.addSource("images", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "images");
        topology.<byte[], byte[], byte[], Prediction>addProcessor("buffer", () -> new Buffering(classifier), "images");
        topology.<byte[], Prediction>addSink(
                "predictions",
                "predictions",
                new ByteArraySerializer(),
                new PredictionSerializer(),
                (topic, key, prediction, partitions) ->
                        Optional.of(Set.of(prediction.source().partition())),
                "buffer");
        return topology;
    }

    private static final class Buffering implements Processor<byte[], byte[], byte[], Prediction> {
        private record Waiting(Record<byte[], byte[]> record, Source source) {}

        private final BatchClassifier classifier;
        private final List<Waiting> buffer = new ArrayList<>();

        @SuppressWarnings("NullAway.Init")
        private ProcessorContext<byte[], Prediction> context;

        Buffering(BatchClassifier classifier) {
            this.classifier = classifier;
        }

        @Override
        public void init(ProcessorContext<byte[], Prediction> context) {
            this.context = context;
            context.schedule(FLUSH_INTERVAL, PunctuationType.WALL_CLOCK_TIME, time -> flush());
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            var origin = context.recordMetadata().orElseThrow();
            buffer.add(new Waiting(record, new Source(origin.topic(), origin.partition(), origin.offset())));
        }

        private void flush() {
            for (Waiting waiting : buffer) {
                Outcome outcome = classifier
                        .classify(List.of(new BatchClassifier.Image(
                                waiting.record().value(),
                                waiting.record().headers(),
                                Step.NONE,
                                waiting.source().topic(),
                                waiting.source().partition(),
                                waiting.source().offset())))
                        .get(0);
                if (outcome instanceof Outcome.Classified c) {
                    Prediction prediction =
                            new Prediction(c.label(), c.index(), c.probabilities(), c.model(), waiting.source());
                    context.forward(waiting.record().withValue(prediction));
                } else {
                    throw new IllegalStateException("not an image of this test: "
                            + ((Outcome.NotClassified) outcome).why().reason());
                }
            }
            buffer.clear();
        }
    }
}
