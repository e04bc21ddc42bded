package io.odradek.streamer.message;

import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serializer;

/** A prediction as one line of JSON, schema 1 of the README. Written by hand: it is on the path of every image. */
public final class PredictionSerializer implements Serializer<Prediction> {
    @Override
    public byte[] serialize(String topic, Prediction prediction) {
        StringBuilder json = new StringBuilder(384);
        json.append("{\"schema\":1,\"label\":");
        quote(json, prediction.label());
        json.append(",\"index\":").append(prediction.index());
        json.append(",\"confidence\":").append(prediction.confidence());
        json.append(",\"probabilities\":");
        char separator = '[';
        for (float probability : prediction.probabilities()) {
            json.append(separator).append(probability);
            separator = ',';
        }
        json.append("],\"model\":{\"name\":");
        quote(json, prediction.model().name());
        json.append(",\"version\":");
        quote(json, prediction.model().version());
        json.append(",\"sha256\":");
        quote(json, prediction.model().sha256());
        json.append("},\"source\":{\"topic\":");
        quote(json, prediction.source().topic());
        json.append(",\"partition\":").append(prediction.source().partition());
        json.append(",\"offset\":").append(prediction.source().offset()).append("}}");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void quote(StringBuilder json, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                json.append(new JsonPrimitive(text));
                return;
            }
        }
        json.append('"').append(text).append('"');
    }
}
