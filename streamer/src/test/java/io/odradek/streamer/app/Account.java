package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.model.TestModels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Accounts for every image of a {@link Cluster}: which were answered, how often, by which version, and whether the
 * answer is what that version says. Versions are numbers; version v moves answers on by v mod 3.
 *
 * @param lost images without prediction and dead letter
 * @param duplicates answers beyond the first
 * @param wrong answers that the version they name would not give
 * @param versions versions that answered
 */
record Account(List<String> lost, int duplicates, List<String> wrong, Set<Integer> versions) {
    static Account of(Cluster cluster) {
        Map<String, Integer> answers = new HashMap<>();
        Map<String, byte[]> images = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> image : cluster.read("images")) {
            images.put(image.partition() + "@" + image.offset(), image.value());
        }
        List<String> wrong = new ArrayList<>();
        Set<Integer> versions = new TreeSet<>();
        for (ConsumerRecord<byte[], byte[]> record : cluster.read("predictions")) {
            JsonObject json = json(record);
            JsonObject source = json.getAsJsonObject("source");
            assertThat(source.get("partition").getAsInt()).isEqualTo(record.partition());
            String id = record.partition() + "@" + source.get("offset").getAsLong();
            answers.merge(id, 1, Integer::sum);
            int version = Integer.parseInt(
                    json.getAsJsonObject("model").get("version").getAsString());
            versions.add(version);
            byte[] image = images.getOrDefault(id, new byte[0]);
            if (!json.get("label").getAsString().equals(expected(image, version))) {
                wrong.add(id + " by version " + version + ": " + json);
            }
        }
        for (ConsumerRecord<byte[], byte[]> letter : cluster.read("images-dlq")) {
            answers.merge(
                    header(letter, "__streams.errors.partition") + "@" + header(letter, "__streams.errors.offset"),
                    1,
                    Integer::sum);
        }
        List<String> lost =
                images.keySet().stream().filter(id -> !answers.containsKey(id)).toList();
        int duplicates = answers.values().stream().mapToInt(n -> n - 1).sum();
        return new Account(lost, duplicates, wrong, versions);
    }

    static JsonObject json(ConsumerRecord<byte[], byte[]> record) {
        return JsonParser.parseString(new String(record.value(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "(no header " + name + ")" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String expected(byte[] image, int version) {
        for (int pixel = 0; pixel < Math.min(3, image.length); pixel++) {
            if (image[pixel] != 0) {
                return TestModels.LABELS.get((pixel + version) % 3);
            }
        }
        return "(no image)";
    }
}
