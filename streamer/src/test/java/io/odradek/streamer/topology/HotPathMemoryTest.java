package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionSerializer;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.LiveModels;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an image takes of the heap between its record and its answer's bytes. */
class HotPathMemoryTest {
    private static final int ROUNDS = 200;
    /** Measured were 480 to 515 with batches of 32; one more copy of 1,000 probabilities is 4,000. */
    private static final int MOST_BYTES = 900;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final PredictionSerializer serializer = new PredictionSerializer();
    private long answers;

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void anImageTakesItsAnswerAndTheSameLittleMoreWhateverTheBatchAndTheModel(int classes) {
        StreamerMetrics metrics = new StreamerMetrics(new PrometheusRegistry(), HistogramKind.CLASSIC);
        ModelHolder models = LiveModels.holding(TestModels.ofClasses("0", classes));
        try {
            BatchClassifier classifier = TestParts.classifier(models, metrics.model(TestModels.NAME));
            for (int batch : new int[] {32, 128}) {
                double more = more(classifier, batch, classes);
                assertThat(more).as("%d classes, batches of %d", classes, batch).isLessThan(MOST_BYTES);
            }
        } finally {
            models.close();
        }
    }

    /** Beside the JSON, its probabilities, and the runtime's copy of them. */
    private double more(BatchClassifier classifier, int batch, int classes) {
        rounds(classifier, batch);
        answers = 0;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        rounds(classifier, batch);
        double bytes = THREADS.getCurrentThreadAllocatedBytes() - before - answers;
        return bytes / ROUNDS / batch - 2.0 * Float.BYTES * classes;
    }

    private void rounds(BatchClassifier classifier, int batch) {
        for (int round = 0; round < ROUNDS; round++) {
            List<BatchClassifier.Image> images = new ArrayList<>(batch);
            for (int i = 0; i < batch; i++) {
                images.add(classifier.image("images", 0, i, TestModels.image(i % 3), new RecordHeaders()));
            }
            for (Outcome outcome : classifier.classify(images)) {
                Outcome.Classified answer = (Outcome.Classified) outcome;
                answers += serializer.serialize(
                                "predictions",
                                new Prediction(
                                        answer.label(),
                                        answer.index(),
                                        answer.probabilities(),
                                        answer.model(),
                                        new Source("images", 0, 0)))
                        .length;
            }
        }
    }
}
