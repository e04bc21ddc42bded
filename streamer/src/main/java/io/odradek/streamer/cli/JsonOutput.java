package io.odradek.streamer.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.util.Locale;

/** JSON on standard output. Stateless. */
final class JsonOutput {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setPrettyPrinting()
            .create();

    private JsonOutput() {}

    /** Indented, and in ASCII: what stands in a topic must not write to a terminal. */
    static String of(JsonElement json) {
        return ascii(GSON.toJson(json));
    }

    /** JSON that is there already, in ASCII. */
    static String ascii(String json) {
        StringBuilder ascii = new StringBuilder();
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            // Outside texts there is nothing but ASCII, so that what is escaped stands in a text.
            ascii.append(c > '~' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
        }
        return ascii.toString();
    }
}
