package io.odradek.quickstart.topics;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.measure.DeadLetter;
import io.odradek.quickstart.measure.Prediction;
import io.odradek.quickstart.measure.Source;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Understands the records of {@code predictions} and {@code images-dlq} as {@code streamer/README.md} documents them.
 * Pure.
 */
final class OutcomeRecords {
    private OutcomeRecords() {}

    /**
     * Reads a prediction.
     *
     * @throws Failure when it is not the documented JSON
     */
    static Prediction prediction(ConsumerRecord<byte[], byte[]> record, long receivedMicros) {
        String text = new String(record.value(), StandardCharsets.UTF_8);
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            JsonObject source = json.getAsJsonObject("source");
            return new Prediction(
                    new Source(
                            source.get("topic").getAsString(),
                            source.get("partition").getAsInt(),
                            source.get("offset").getAsLong()),
                    record.partition(),
                    json.get("label").getAsString(),
                    json.get("confidence").getAsDouble(),
                    json.getAsJsonObject("model").get("version").getAsString(),
                    record.timestamp(),
                    receivedMicros);
        } catch (JsonParseException | IllegalStateException | NullPointerException | NumberFormatException e) {
            throw new Failure(
                    where(record) + " is not a prediction as documented: "
                            + text.substring(0, Math.min(200, text.length())),
                    e);
        }
    }

    /**
     * Reads the headers of a dead letter.
     *
     * @throws Failure when they are not the documented ones
     */
    static DeadLetter deadLetter(ConsumerRecord<byte[], byte[]> record) {
        try {
            Source source = new Source(
                    header(record, "__streams.errors.topic"),
                    Integer.parseInt(header(record, "__streams.errors.partition")),
                    Long.parseLong(header(record, "__streams.errors.offset")));
            return new DeadLetter(source, header(record, "odradek-reason"));
        } catch (NumberFormatException e) {
            throw new Failure(where(record) + " has headers that are not as documented: " + e.getMessage(), e);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null) {
            throw new Failure(where(record) + " has no header " + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String where(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
