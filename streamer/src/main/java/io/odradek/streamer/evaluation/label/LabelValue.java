package io.odradek.streamer.evaluation.label;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.odradek.streamer.message.Source;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a label's value says.
 *
 * @param label the class's name, not empty
 * @param id of the image; null where it does not say
 * @param source the image's place; null where it does not say
 */
record LabelValue(
        String label, @Nullable String id, @Nullable Source source) {
    private static final int MOST_ID_CHARS = 256;
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** Of a text that is not empty. */
    static LabelValue parse(String text) throws BadLabelException {
        return text.startsWith("{") ? json(text) : new LabelValue(text, null, null);
    }

    private static LabelValue json(String text) throws BadLabelException {
        try (JsonReader json = new JsonReader(new StringReader(text))) {
            json.setStrictness(Strictness.STRICT);
            LabelValue value = object(json);
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw badJson("there is more than one JSON object");
            }
            return value;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw badJson("it begins as JSON and is none");
        }
    }

    private static LabelValue object(JsonReader json) throws IOException, BadLabelException {
        String label = null;
        String id = null;
        Source source = null;
        Set<String> seen = new HashSet<>();
        json.beginObject();
        while (json.hasNext()) {
            String name = once(json.nextName(), seen);
            switch (name) {
                case "label" -> label = text(json, name);
                case "id" -> id = isNull(json) ? null : id(text(json, name));
                case "source" -> source = isNull(json) ? null : source(json);
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (label == null || label.isEmpty()) {
            throw badJson("it has no field \"label\", or an empty one");
        }
        return new LabelValue(label, id, source);
    }

    private static boolean isNull(JsonReader json) throws IOException {
        if (json.peek() != JsonToken.NULL) {
            return false;
        }
        json.nextNull();
        return true;
    }

    private static String once(String name, Set<String> seen) throws BadLabelException {
        if (!seen.add(name)) {
            throw badJson("it has a field twice");
        }
        return name;
    }

    private static String text(JsonReader json, String name) throws IOException, BadLabelException {
        if (json.peek() != JsonToken.STRING) {
            throw badJson("field \"" + name + "\" is no text");
        }
        return json.nextString();
    }

    private static String id(String id) throws BadLabelException {
        if (id.isEmpty() || id.length() > MOST_ID_CHARS || id.chars().anyMatch(Character::isISOControl)) {
            throw new BadLabelException(
                    LabelReason.BAD_IDENTITY,
                    "field \"id\" has not 1 to " + MOST_ID_CHARS + " characters, none of them a control character");
        }
        return id;
    }

    private static Source source(JsonReader json) throws IOException, BadLabelException {
        String topic = "";
        long partition = -1;
        long offset = -1;
        Set<String> seen = new HashSet<>();
        if (json.peek() != JsonToken.BEGIN_OBJECT) {
            throw badSource();
        }
        json.beginObject();
        while (json.hasNext()) {
            String name = once(json.nextName(), seen);
            switch (name) {
                case "topic" -> topic = text(json, name);
                case "partition" -> partition = number(json);
                case "offset" -> offset = number(json);
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (!TOPIC.matcher(topic).matches() || partition < 0 || partition > Integer.MAX_VALUE || offset < 0) {
            throw badSource();
        }
        return new Source(topic, (int) partition, offset);
    }

    private static long number(JsonReader json) throws IOException, BadLabelException {
        if (json.peek() != JsonToken.NUMBER) {
            throw badSource();
        }
        try {
            return json.nextLong();
        } catch (NumberFormatException e) {
            throw badSource();
        }
    }

    private static BadLabelException badSource() {
        return new BadLabelException(
                LabelReason.BAD_IDENTITY,
                "field \"source\" is not {\"topic\":TEXT,\"partition\":NUMBER,\"offset\":NUMBER}, the numbers from 0");
    }

    private static BadLabelException badJson(String what) {
        return new BadLabelException(LabelReason.BAD_JSON, what);
    }
}
