package io.odradek.streamer.message;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A prediction into JSON, beside what first comes to mind: a StringBuilder. */
@State(Scope.Thread)
public class PredictionBenchmark {
    private static final String TOPIC = "predictions";
    private static final int PREDICTIONS = 64;

    private final PredictionSerializer serializer = new PredictionSerializer();
    private final Prediction[] predictions = new Prediction[PREDICTIONS];
    private int next;

    /** Classes of the model. */
    @Param({"10", "1000"})
    public int classes;

    /** Makes predictions of one model and of one partition. */
    @Setup
    public void predict() {
        Random random = new Random(classes);
        ModelRef model = new ModelRef("fashion-mnist", "20261124-042000", "9f2c".repeat(16));
        String label = "Ankle boot";
        for (int i = 0; i < PREDICTIONS; i++) {
            predictions[i] = new Prediction(
                    label, 0, probabilities(random, classes), model, new Source("images", 2, 1_841_000 + i));
        }
    }

    /** As production does. */
    @Benchmark
    public byte[] serialize() {
        return serializer.serialize(TOPIC, predictions[next++ % PREDICTIONS]);
    }

    /** Built as text with Java's own digits. */
    @Benchmark
    public byte[] baseline() {
        Prediction prediction = predictions[next++ % PREDICTIONS];
        StringBuilder json = new StringBuilder(384);
        json.append("{\"schema\":1,\"label\":\"").append(prediction.label());
        json.append("\",\"index\":").append(prediction.index());
        json.append(",\"confidence\":").append(prediction.confidence());
        json.append(",\"probabilities\":");
        char separator = '[';
        for (float probability : prediction.probabilities()) {
            json.append(separator).append(probability);
            separator = ',';
        }
        ModelRef model = prediction.model();
        json.append("],\"model\":{\"name\":\"").append(model.name());
        json.append("\",\"version\":\"").append(model.version());
        json.append("\",\"sha256\":\"").append(model.sha256());
        Source source = prediction.source();
        json.append("\"},\"source\":{\"topic\":\"").append(source.topic());
        json.append("\",\"partition\":").append(source.partition());
        json.append(",\"offset\":").append(source.offset()).append("}}");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A softmax's: one large, the others smaller by orders of magnitude. */
    private static float[] probabilities(Random random, int classes) {
        double[] odds = new double[classes];
        double sum = 0;
        for (int i = 0; i < classes; i++) {
            odds[i] = Math.exp(4 * random.nextGaussian());
            sum += odds[i];
        }
        float[] probabilities = new float[classes];
        for (int i = 0; i < classes; i++) {
            probabilities[i] = (float) (odds[i] / sum);
        }
        return probabilities;
    }
}
