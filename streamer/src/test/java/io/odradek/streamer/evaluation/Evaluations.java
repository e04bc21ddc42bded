package io.odradek.streamer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The newest evaluation of each window, held against a recount. */
public final class Evaluations {
    private final Map<String, JsonObject> newest = new TreeMap<>();

    /** As they stand in the topic. */
    public static Evaluations of(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        Evaluations evaluations = new Evaluations();
        records.forEach(record -> evaluations.add(record.key(), record.value()));
        return evaluations;
    }

    public void add(byte[] key, byte[] value) {
        newest.put(
                new String(key, StandardCharsets.UTF_8),
                JsonParser.parseString(new String(value, StandardCharsets.UTF_8))
                        .getAsJsonObject());
    }

    /** By key; a window from which all was taken back is there with 0 images. */
    public Map<String, JsonObject> all() {
        return newest;
    }

    /** That of a window. */
    public JsonObject of(String key) {
        return Objects.requireNonNull(newest.get(key), key);
    }

    /** Labelled predictions in the windows of a size. */
    public long images(String size) {
        return newest.entrySet().stream()
                .filter(one -> one.getKey().contains("/" + size + "/"))
                .mapToLong(one -> one.getValue().get("images").getAsLong())
                .sum();
    }

    /** Counts exactly, the calibration error to nine places: confidences are added up in billionths. */
    public void assertEqual(Recount recount) {
        assertEqual(recount.sums());
    }

    /** The same, with what was counted, by key. */
    void assertEqual(Map<String, Recount.Sum> expected) {
        Map<String, JsonObject> found = new TreeMap<>(newest);
        found.values().removeIf(json -> json.get("images").getAsLong() == 0);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((key, sum) -> {
            JsonObject json = of(key);
            assertThat(json.get("images").getAsLong()).as(key).isEqualTo(sum.images);
            assertThat(json.get("right").getAsLong()).as(key).isEqualTo(sum.right);
            assertThat(json.get("accuracy").getAsDouble()).as(key).isEqualTo((double) sum.right / sum.images);
            assertThat(json.get("calibrationError").getAsDouble())
                    .as(key)
                    .isCloseTo(sum.calibrationError(), within(1e-8));
            assertThat(confusions(json)).as(key).isEqualTo(sum.confusions);
        });
    }

    private static Map<String, Map<String, Long>> confusions(JsonObject json) {
        Map<String, Map<String, Long>> all = new TreeMap<>();
        for (Map.Entry<String, JsonElement> row :
                json.getAsJsonObject("confusions").entrySet()) {
            Map<String, Long> counts = new TreeMap<>();
            row.getValue()
                    .getAsJsonObject()
                    .entrySet()
                    .forEach(cell -> counts.put(cell.getKey(), cell.getValue().getAsLong()));
            all.put(row.getKey(), counts);
        }
        return all;
    }
}
