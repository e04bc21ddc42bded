package io.odradek.quickstart.topics;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.measure.LiveAccuracy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Understands the records of {@code evaluations} as {@code streamer/README.md} documents them. Pure. */
final class EvaluationRecords {
    private EvaluationRecords() {}

    /**
     * How well a version did in all days together: a run may go on over midnight.
     *
     * @param records the whole topic, in its order; a later one of a window replaces an earlier one
     * @throws Failure when one is not the documented JSON
     */
    static LiveAccuracy accuracy(List<ConsumerRecord<byte @Nullable [], byte[]>> records, String name, String version) {
        Map<String, LiveAccuracy> days = new HashMap<>();
        for (ConsumerRecord<byte @Nullable [], byte[]> record : records) {
            String text = new String(record.value(), StandardCharsets.UTF_8);
            try {
                JsonObject json = JsonParser.parseString(text).getAsJsonObject();
                JsonObject model = json.getAsJsonObject("model");
                JsonObject window = json.getAsJsonObject("window");
                if (model.get("name").getAsString().equals(name)
                        && model.get("version").getAsString().equals(version)
                        && window.get("size").getAsString().equals("day")) {
                    days.put(
                            window.get("start").getAsString(),
                            new LiveAccuracy(
                                    json.get("images").getAsInt(),
                                    json.get("right").getAsInt()));
                }
            } catch (JsonParseException | IllegalStateException | NullPointerException | NumberFormatException e) {
                throw new Failure(
                        record.topic() + "-" + record.partition() + "@" + record.offset()
                                + " is not an evaluation as documented: "
                                + text.substring(0, Math.min(200, text.length())),
                        e);
            }
        }
        return days.values().stream().reduce(LiveAccuracy.NONE, LiveAccuracy::plus);
    }
}
