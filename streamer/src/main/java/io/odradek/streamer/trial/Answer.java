package io.odradek.streamer.trial;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What a streamer said of an image, read from the topic that it wrote to. */
sealed interface Answer {
    /**
     * It was classified.
     *
     * @param label the most probable class
     * @param index its index
     * @param probabilities {@code [classes]}; not copied, read only
     * @param model the model that answered
     * @param source the image
     */
    record Predicted(String label, int index, double[] probabilities, ModelRef model, Source source) implements Answer {
        private static final Gson GSON = new Gson();

        /** The prediction in a record; none where somebody else wrote something else. */
        static Optional<Predicted> read(ConsumerRecord<byte[], byte[]> record) {
            if (record.value() == null) {
                return Optional.empty();
            }
            try {
                String json = new String(record.value(), StandardCharsets.UTF_8);
                return Optional.ofNullable(GSON.fromJson(json, Json.class)).flatMap(Json::checked);
            } catch (JsonParseException e) {
                return Optional.empty();
            }
        }

        /** As it stands in the record. */
        private record Json(
                @Nullable String label,
                int index,
                double @Nullable [] probabilities,
                @Nullable ModelRef model,
                @Nullable Source source) {
            Optional<Predicted> checked() {
                return label == null
                                || probabilities == null
                                || model == null
                                || source == null
                                || index < 0
                                || index >= probabilities.length
                        ? Optional.empty()
                        : Optional.of(new Predicted(label, index, probabilities, model, source));
            }
        }
    }

    /**
     * It was rejected.
     *
     * @param reason the typed reason, a code
     * @param message why, in words
     */
    record Refused(String reason, String message) implements Answer {
        /** No more of a header is read. */
        private static final int MAX_BYTES = 400;

        /** What a dead letter says, if it is one of the image at this place. */
        static Optional<Refused> read(ConsumerRecord<byte[], byte[]> letter, Source source) {
            boolean isOurs = header(letter, DeadLetter.OFFSET).equals(String.valueOf(source.offset()))
                    && header(letter, DeadLetter.PARTITION).equals(String.valueOf(source.partition()))
                    && header(letter, DeadLetter.TOPIC).equals(source.topic());
            return isOurs
                    ? Optional.of(new Refused(header(letter, DeadLetter.REASON), header(letter, DeadLetter.MESSAGE)))
                    : Optional.empty();
        }

        private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
            Header header = record.headers().lastHeader(name);
            byte[] bytes = header == null ? null : header.value();
            return bytes == null ? "" : new String(bytes, 0, Math.min(bytes.length, MAX_BYTES), StandardCharsets.UTF_8);
        }
    }
}
