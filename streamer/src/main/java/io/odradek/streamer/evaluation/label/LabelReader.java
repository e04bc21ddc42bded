package io.odradek.streamer.evaluation.label;

import io.odradek.streamer.evaluation.label.LabelReading.Found;
import io.odradek.streamer.evaluation.label.LabelReading.Refused;
import io.odradek.streamer.message.Source;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of the labels topic. The value is the class's name in UTF-8, or, where it begins with a brace, a JSON object
 * {@code {"label":"Coat","id":"..."}} or {@code {"label":"Coat","source":{"topic":"images","partition":3,"offset":17}}}. An
 * image that has an id is found by that alone. Thread-safe.
 *
 * @param keyUnique whether a record's key names the image where nothing else does
 */
public record LabelReader(boolean keyUnique) {
    /** The longest name of a class that is evaluated, in characters. */
    public static final int MOST_CHARS = 1_000;

    /** The largest record of a label: key, value and id. */
    public static final int MOST_BYTES = 8_192;

    /** Reads one. */
    public LabelReading read(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        if (value == null || value.length == 0) {
            return new Refused(LabelReason.EMPTY, "the record has no value");
        }
        byte[] header = Identity.id(headers);
        int bytes = value.length + (key == null ? 0 : key.length) + (header == null ? 0 : header.length);
        if (bytes > MOST_BYTES) {
            return new Refused(LabelReason.TOO_LARGE, "it has " + bytes + " bytes, allowed: " + MOST_BYTES);
        }
        try {
            LabelValue said = LabelValue.parse(text(value));
            if (said.label().length() > MOST_CHARS) {
                throw new BadLabelException(
                        LabelReason.TOO_LARGE,
                        "the label has " + said.label().length() + " characters, allowed: " + MOST_CHARS);
            }
            return new Found(identity(key, header, said), said.label());
        } catch (BadLabelException e) {
            return new Refused(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private static String text(byte[] value) throws BadLabelException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadLabelException(LabelReason.NOT_TEXT, "the value is not UTF-8");
        }
    }

    private byte[] identity(byte @Nullable [] key, byte @Nullable [] header, LabelValue said) throws BadLabelException {
        String id = said.id();
        if (id != null) {
            byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
            if (header != null && !Arrays.equals(header, bytes)) {
                throw new BadLabelException(
                        LabelReason.BAD_IDENTITY, "the header odradek-id and the field \"id\" are not the same");
            }
            return Identity.ofId(bytes);
        }
        if (header != null) {
            return Identity.ofId(header);
        }
        Source source = said.source();
        if (source != null) {
            return Identity.ofSource(source);
        }
        if (keyUnique && key != null) {
            return Identity.ofKey(key);
        }
        throw new BadLabelException(
                LabelReason.NO_IDENTITY,
                "neither a header odradek-id nor a field \"id\" or \"source\" names the image");
    }
}
