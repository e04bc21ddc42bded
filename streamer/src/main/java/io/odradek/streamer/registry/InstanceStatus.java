package io.odradek.streamer.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.odradek.streamer.contract.OneLine;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What an instance told last about a model.
 *
 * @param offset of its record
 * @param json the record as it is; read only
 */
public record InstanceStatus(long offset, JsonObject json) {
    /** More than any status record has. */
    private static final int MAX_BYTES = 64 * 1024;

    /** Reads a record; empty where it is none, as readers must pass over what they do not know. */
    static Optional<InstanceStatus> of(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null || value.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            return JsonParser.parseString(new String(value, StandardCharsets.UTF_8)) instanceof JsonObject json
                    ? Optional.of(new InstanceStatus(record.offset(), json))
                    : Optional.empty();
        } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A text of the record, cleaned for people; empty where it is none. */
    public String text(String key) {
        JsonElement value = json.get(key);
        return value != null && value.isJsonPrimitive() ? OneLine.of(value.getAsString()) : "";
    }
}
