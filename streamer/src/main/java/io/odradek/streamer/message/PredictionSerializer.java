package io.odradek.streamer.message;

import io.odradek.streamer.message.json.JsonBytes;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A prediction as one line of JSON, schema 1 of the README. Written by hand: it is on the path of every image. Thread-safe:
 * Kafka Streams has one for the sinks of all tasks, which run on several threads.
 */
public final class PredictionSerializer implements Serializer<Prediction> {
    private static final byte[] LABEL = ascii("{\"schema\":1,\"label\":");
    private static final byte[] INDEX = ascii(",\"index\":");
    private static final byte[] CONFIDENCE = ascii(",\"confidence\":");
    private static final byte[] PROBABILITIES = ascii(",\"probabilities\":");
    private static final byte[] NAME = ascii(",\"model\":{\"name\":");
    private static final byte[] VERSION = ascii(",\"version\":");
    private static final byte[] SHA256 = ascii(",\"sha256\":");
    private static final byte[] TOPIC = ascii("},\"source\":{\"topic\":");
    private static final byte[] PARTITION = ascii(",\"partition\":");
    private static final byte[] OFFSET = ascii(",\"offset\":");
    private static final byte[] END = ascii("}}");

    private final ThreadLocal<Line> lines = ThreadLocal.withInitial(Line::new);

    /**
     * Writes it.
     *
     * @throws IllegalArgumentException when a probability is not a number
     */
    @Override
    public byte[] serialize(String topic, Prediction prediction) {
        return lines.get().write(prediction);
    }

    /** What one thread keeps: room, and what is the same for one image after the other. */
    private static final class Line {
        private final JsonBytes json = new JsonBytes();
        private @Nullable ModelRef model;
        private @Nullable String topic;
        private byte[] modelAndTopic = new byte[0];

        byte[] write(Prediction prediction) {
            byte[] constant =
                    modelAndTopic(prediction.model(), prediction.source().topic());
            json.clear();
            json.raw(LABEL);
            json.text(prediction.label());
            json.raw(INDEX);
            json.number(prediction.index());
            json.raw(CONFIDENCE);
            json.number(prediction.confidence());
            json.raw(PROBABILITIES);
            json.numbers(prediction.probabilities());
            json.raw(constant);
            json.number(prediction.source().partition());
            json.raw(OFFSET);
            json.number(prediction.source().offset());
            json.raw(END);
            return json.toBytes();
        }

        @SuppressWarnings("ReferenceEquality") // Others are written anew, which is right, and rare.
        private byte[] modelAndTopic(ModelRef model, String topic) {
            if (this.model == model && this.topic == topic) {
                return modelAndTopic;
            }
            json.clear();
            json.raw(NAME);
            json.text(model.name());
            json.raw(VERSION);
            json.text(model.version());
            json.raw(SHA256);
            json.text(model.sha256());
            json.raw(TOPIC);
            json.text(topic);
            json.raw(PARTITION);
            this.model = model;
            this.topic = topic;
            modelAndTopic = json.toBytes();
            return modelAndTopic;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
