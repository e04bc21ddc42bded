package io.odradek.streamer.image;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Envelopes as large as they may be that say little, by name. */
final class EnvelopeBombs {
    private static final int MOST = (Bombs.LIMITS.maxBytes() + 2) / 3 * 4;
    private static final String PNG = Base64.getEncoder().encodeToString(Samples.named("PNG grey"));

    private EnvelopeBombs() {}

    static Map<String, Bombs.Bomb> all() {
        Map<String, Bombs.Bomb> bombs = new LinkedHashMap<>();
        refused(bombs, "nested arrays", "{\"x\":" + "[".repeat(MOST));
        refused(bombs, "nested objects", "{\"x\":".repeat(MOST / 5));
        refused(
                bombs,
                "an image in escapes, of a letter that is none of base64",
                "{\"image\":\"" + "\\u00e9".repeat(MOST / 6) + "\"}");
        refused(bombs, "an image that is no Latin", "{\"image\":\"" + "\u4e00".repeat(MOST / 3) + "\"}");
        refused(bombs, "an image without end", "{\"image\":\"" + "A".repeat(MOST));
        refused(bombs, "a number without end", "{\"x\":" + "1".repeat(MOST));
        refused(bombs, "an id without end", "{\"id\":\"" + "i".repeat(MOST) + "\"}");
        refused(bombs, "a field with a long name twice", twice("\"" + "n".repeat(MOST / 2) + "\":0"));
        refused(bombs, "a fault behind a long name", "{\"" + "n".repeat(MOST) + "\":]}");
        refused(bombs, "white space", " ".repeat(MOST));
        taken(bombs, "many fields", "{" + "\"n\":0,".repeat(MOST / 6) + "\"image\":\"" + PNG + "\"}");
        taken(bombs, "many empty arrays", "{\"x\":[" + "[],".repeat(MOST / 3) + "0],\"image\":\"" + PNG + "\"}");
        taken(
                bombs,
                "a skipped text of escapes",
                "{\"x\":\"" + "\\\\".repeat(MOST / 2) + "\",\"image\":\"" + PNG + "\"}");
        String inner = "{\"image\":\"" + "A".repeat(MOST / 4 * 3 / 4 * 4) + "\"}";
        String outer = Base64.getEncoder().encodeToString(inner.getBytes(StandardCharsets.UTF_8));
        bombs.put("an envelope in an envelope", bomb("{\"image\":\"" + outer + "\"}", Reason.UNKNOWN_FORMAT));
        bombs.put("an envelope of twice the size", bomb(" ".repeat(2 * MOST), Reason.TOO_MANY_BYTES));
        return bombs;
    }

    private static String twice(String field) {
        return "{" + field + "," + field + "}";
    }

    private static void refused(Map<String, Bombs.Bomb> bombs, String name, String json) {
        bombs.put(name, bomb(json, Reason.BAD_ENVELOPE));
    }

    private static void taken(Map<String, Bombs.Bomb> bombs, String name, String json) {
        bombs.put(name, bomb(json, null));
    }

    private static Bombs.Bomb bomb(String json, @Nullable Reason reason) {
        return new Bombs.Bomb(json.getBytes(StandardCharsets.UTF_8), reason);
    }
}
