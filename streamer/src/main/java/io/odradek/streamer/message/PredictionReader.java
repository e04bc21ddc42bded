package io.odradek.streamer.message;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads predictions, as {@link PredictionSerializer} writes them; what is none gives nothing. Stateless. */
public final class PredictionReader {
    private static final Gson GSON = new Gson();

    private PredictionReader() {}

    /** A prediction's field that says what it answers; all others are skipped. */
    private record Answering(@Nullable Source source) {}

    /** Its probabilities are counted, and not looked at. */
    private record Past(
            @Nullable String label,
            float confidence,
            @JsonAdapter(Elements.class) int probabilities,
            @Nullable ModelRef model,
            @Nullable Source source) {
        Optional<PastPrediction> checked() {
            return label == null
                            || !Float.isFinite(confidence)
                            || model == null
                            || !isWhole(model)
                            || source == null
                            || !isWhole(source)
                    ? Optional.empty()
                    : Optional.of(new PastPrediction(label, confidence, probabilities, model, source));
        }
    }

    /** How many elements an array has. */
    private static final class Elements extends TypeAdapter<Integer> {
        @Override
        public Integer read(JsonReader in) throws IOException {
            int count = 0;
            in.beginArray();
            while (in.hasNext()) {
                in.skipValue();
                count++;
            }
            in.endArray();
            return count;
        }

        @Override
        public void write(JsonWriter out, Integer count) {
            throw new UnsupportedOperationException("predictions are written by PredictionSerializer");
        }
    }

    /** As it stands in the record. */
    private record Json(
            @Nullable String label,
            int index,
            float @Nullable [] probabilities,
            @Nullable ModelRef model,
            @Nullable Source source) {
        Optional<Prediction> checked() {
            return label == null
                            || probabilities == null
                            || model == null
                            || !isWhole(model)
                            || source == null
                            || !isWhole(source)
                            || index < 0
                            || index >= probabilities.length
                    ? Optional.empty()
                    : Optional.of(new Prediction(label, index, probabilities, model, source));
        }
    }

    /** The prediction in a record's value. */
    public static Optional<Prediction> read(byte @Nullable [] value) {
        return json(value, Json.class).flatMap(Json::checked);
    }

    /** What a prediction says, without its probabilities. */
    public static Optional<PastPrediction> past(byte @Nullable [] value) {
        return json(value, Past.class).flatMap(Past::checked);
    }

    /** Which image a prediction answers; little else of it is looked at. */
    public static Optional<Source> source(byte @Nullable [] value) {
        return json(value, Answering.class)
                .flatMap(answering -> Optional.ofNullable(answering.source))
                .filter(PredictionReader::isWhole);
    }

    private static boolean isWhole(ModelRef model) {
        return model.name() != null && model.version() != null && model.sha256() != null;
    }

    /** What the JSON does not have is null, or 0. */
    private static boolean isWhole(Source source) {
        return source.topic() != null;
    }

    private static <T> Optional<T> json(byte @Nullable [] value, Class<T> type) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(GSON.fromJson(new String(value, StandardCharsets.UTF_8), type));
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }
}
