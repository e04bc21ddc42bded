package io.odradek.streamer.image;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.odradek.streamer.image.Decoding.Rejected;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object around an image: {@code {"image":"<base64>","id":"...","content-type":"image/png"}}. Read token by token
 * and strictly (RFC 8259, UTF-8, each of these fields once, nothing behind the object); other fields are skipped. Not
 * thread-safe; one for each value.
 */
final class Envelope {
    private static final String IMAGE = "image";
    private static final String ID = "id";
    private static final String CONTENT_TYPE = "content-type";
    private static final Set<String> FIELDS = Set.of(IMAGE, ID, CONTENT_TYPE);
    private static final int MAX_ID_CHARS = 256;
    private static final Pattern PLACE = Pattern.compile("line \\d+ column \\d+");

    private final Map<String, String> fields = new HashMap<>();

    private Envelope() {}

    /** What is in an envelope. */
    sealed interface Opening {
        /** The image's id, where one was read. */
        @Nullable
        String id();
    }

    /** An image, at least one byte of it. */
    record Opened(
            byte[] image, @Nullable String id, @Nullable String contentType) implements Opening {}

    /** No image. */
    record Unusable(Rejected why, @Nullable String id) implements Opening {}

    /** Opens a value of a length that was looked at. */
    static Opening open(byte[] value) {
        Envelope envelope = new Envelope();
        String fault = envelope.read(value);
        String id = envelope.fields.get(ID);
        if (fault != null) {
            return new Unusable(new Rejected(Reason.BAD_ENVELOPE, fault), id);
        }
        try {
            byte[] image = Base64.getDecoder().decode(envelope.fields.getOrDefault(IMAGE, ""));
            return image.length > 0
                    ? new Opened(image, id, envelope.fields.get(CONTENT_TYPE))
                    : new Unusable(new Rejected(Reason.BAD_ENVELOPE, "no field \"image\", or an empty one"), id);
        } catch (IllegalArgumentException e) {
            return new Unusable(new Rejected(Reason.BAD_ENVELOPE, "field \"image\" is not base64 (RFC 4648, 4)"), id);
        }
    }

    /** Reads the fields. @return what is wrong, or null */
    private @Nullable String read(byte[] value) {
        var text = new InputStreamReader(new ByteArrayInputStream(value), StandardCharsets.UTF_8.newDecoder());
        try (JsonReader json = new JsonReader(text)) {
            json.setStrictness(Strictness.STRICT);
            if (json.peek() != JsonToken.BEGIN_OBJECT) {
                return "not a JSON object";
            }
            json.beginObject();
            while (json.hasNext()) {
                String fault = readField(json);
                if (fault != null) {
                    return fault;
                }
            }
            json.endObject();
            return json.peek() == JsonToken.END_DOCUMENT ? null : "more than one JSON object";
        } catch (EOFException e) {
            return "not JSON: it ends too early";
        } catch (IOException e) {
            Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
            return "not JSON in UTF-8" + (place.find() ? ": " + place.group() : "");
        }
    }

    private @Nullable String readField(JsonReader json) throws IOException {
        String name = json.nextName();
        if (!FIELDS.contains(name)) {
            json.skipValue();
            return null;
        }
        if (fields.containsKey(name)) {
            return "field \"" + name + "\" twice";
        }
        JsonToken type = json.peek();
        if (type == JsonToken.NULL && !name.equals(IMAGE)) {
            json.nextNull();
            return null;
        }
        if (type != JsonToken.STRING) {
            return "field \"" + name + "\" is no string";
        }
        String text = json.nextString();
        if (name.equals(ID) && !isId(text)) {
            return "field \"id\" has not 1 to " + MAX_ID_CHARS
                    + " Unicode characters, none of them a control character";
        }
        fields.put(name, text);
        return null;
    }

    private static boolean isId(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_ID_CHARS
                && text.chars().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
