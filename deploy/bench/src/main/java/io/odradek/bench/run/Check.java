package io.odradek.bench.run;

import ai.onnxruntime.OrtException;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.Program;
import io.odradek.bench.rival.Net;
import io.odradek.broker.Topics;
import io.odradek.quickstart.console.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whether a contestant does the job: its answers have the class that the net itself says. Pure but for reading. */
final class Check {
    /** An image of two classes that are equally likely may come out either way in a batch. */
    private static final double SAME = 0.999;

    private Check() {}

    /**
     * What was looked at.
     *
     * @param compared with what the net says
     * @param meanBytes of the answers' values
     */
    record Looked(int answers, boolean compared, double meanBytes) {}

    /**
     * Reads all answers. Those to noisy images are only counted: what the streamer makes of such an image is its own.
     *
     * @param expected the class of each image
     * @throws Failure when one of a thousand differs
     */
    static Looked answers(String bootstrap, Entry entry, int[] expected) {
        List<ConsumerRecord<byte[], byte[]>> answers = Topics.readAll(bootstrap, entry.answersTopic());
        boolean compared =
                entry.program() != Program.PASS_THROUGH && !entry.payload().isNoisy();
        if (compared) {
            long same =
                    answers.stream().filter(a -> index(a) == expected[image(a)]).count();
            if (same < SAME * answers.size()) {
                throw new Failure(entry.name() + " says what its net does not say: " + same + " of " + answers.size()
                        + " answers are the same");
            }
        }
        return new Looked(
                answers.size(),
                compared,
                answers.stream().mapToInt(a -> a.value().length).average().orElse(0));
    }

    private static int image(ConsumerRecord<byte[], byte[]> answer) {
        return Integer.parseInt(new String(answer.key(), StandardCharsets.US_ASCII));
    }

    private static int index(ConsumerRecord<byte[], byte[]> answer) {
        JsonObject json = JsonParser.parseString(new String(answer.value(), StandardCharsets.UTF_8))
                .getAsJsonObject();
        JsonElement index = json.get("index");
        return index == null ? best(json.getAsJsonArray("probabilities")) : index.getAsInt();
    }

    private static int best(JsonArray probabilities) {
        float[] scores = new float[probabilities.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = probabilities.get(i).getAsFloat();
        }
        return Net.best(scores);
    }

    /** The class that the net says of each image, one by one. */
    static int[] expected(Path file, List<byte[]> images) {
        try (Net net = new Net(file)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(images.get(0).length);
            int[] classes = new int[images.size()];
            for (int i = 0; i < classes.length; i++) {
                classes[i] =
                        Net.best(net.scores(buffer.clear().put(images.get(i)).flip())[0]);
            }
            return classes;
        } catch (OrtException e) {
            throw new Failure("ONNX Runtime refuses " + file + ": " + e.getMessage(), e);
        }
    }
}
