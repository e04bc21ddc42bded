package io.odradek.streamer.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.model.TestModels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Accounts for every visible image of a {@link Cluster}: which were answered, how often, in which order, by which
 * version, and whether the answer is what that version gives. Versions are numbers; version v moves answers on by v mod 3.
 *
 * @param images images in the topic
 * @param lost images without prediction and dead letter
 * @param duplicates answers beyond the first
 * @param wrong answers that the version they name would not give
 * @param outOfOrder predictions whose first appearance stands behind that of a later image of their partition
 * @param versions versions that answered
 */
public record Account(
        int images,
        List<String> lost,
        int duplicates,
        List<String> wrong,
        List<String> outOfOrder,
        Set<Integer> versions) {
    /** Softmax of (10, 0, 0): the weight 0.05 times the brightness 200. */
    private static final double CONFIDENCE = 1 / (1 + 2 * Math.exp(-10));

    public static Account of(Cluster cluster) {
        Map<String, byte[]> images = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> image : cluster.read("images")) {
            images.put(image.partition() + "@" + image.offset(), image.value());
        }
        Map<String, Integer> answers = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        List<String> outOfOrder = new ArrayList<>();
        Set<Integer> versions = new TreeSet<>();
        Map<Integer, Long> newest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : cluster.read("predictions")) {
            JsonObject json = json(record);
            JsonObject source = json.getAsJsonObject("source");
            assertThat(source.get("partition").getAsInt()).isEqualTo(record.partition());
            long offset = source.get("offset").getAsLong();
            String id = record.partition() + "@" + offset;
            boolean first = answers.merge(id, 1, Integer::sum) == 1;
            if (first && offset < newest.merge(record.partition(), offset, Math::max)) {
                outOfOrder.add(id);
            }
            int version = json.getAsJsonObject("model").get("version").getAsInt();
            versions.add(version);
            if (!isRight(json, images.getOrDefault(id, new byte[0]), version)) {
                wrong.add(id + " by version " + version + ": " + json);
            }
        }
        for (ConsumerRecord<byte[], byte[]> letter : cluster.read("images-dlq")) {
            String id = header(letter, "__streams.errors.partition") + "@" + header(letter, "__streams.errors.offset");
            answers.merge(id, 1, Integer::sum);
        }
        List<String> lost =
                images.keySet().stream().filter(id -> !answers.containsKey(id)).toList();
        int duplicates = answers.values().stream().mapToInt(n -> n - 1).sum();
        return new Account(images.size(), lost, duplicates, wrong, outOfOrder, versions);
    }

    /** One line for a report. */
    @Override
    public String toString() {
        return images + " images, lost " + lost.size() + ", duplicates " + duplicates + ", wrong " + wrong.size()
                + ", out of order " + outOfOrder.size() + ", versions " + versions;
    }

    public static JsonObject json(ConsumerRecord<byte[], byte[]> record) {
        return JsonParser.parseString(new String(record.value(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "(no header " + name + ")" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static boolean isRight(JsonObject json, byte[] image, int version) {
        for (int pixel = 0; pixel < Math.min(3, image.length); pixel++) {
            if (image[pixel] != 0) {
                String label = TestModels.LABELS.get((pixel + version) % 3);
                return json.get("label").getAsString().equals(label)
                        && Math.abs(json.get("confidence").getAsDouble() - CONFIDENCE) < 1e-5;
            }
        }
        return false;
    }
}
