package io.odradek.streamer.message.json;

import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON on its way out, in UTF-8: what is written one after the other is taken out as one array, and the room is used again.
 * What belongs where, is the writer's matter. Not thread-safe.
 */
public final class JsonBytes {
    private static final int MOST_LONG_BYTES = 20;

    private byte[] bytes = new byte[512];
    private int length;

    /** Begins anew. */
    public void clear() {
        length = 0;
    }

    /** Takes out a copy of what was written since the last {@link #clear()}. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Writes what is JSON already. */
    public void raw(byte[] json) {
        need(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
    }

    /** Writes a sign of JSON in ASCII, such as a comma. */
    public void raw(char sign) {
        need(1);
        bytes[length++] = (byte) sign;
    }

    /** Writes a text in quotes. */
    public void text(String text) {
        need(text.length() + 2);
        int at = length;
        bytes[at++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                raw(new JsonPrimitive(text).toString().getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[at++] = (byte) c;
        }
        bytes[at++] = '"';
        length = at;
    }

    /** Writes a whole number. */
    public void number(long value) {
        if (value < 0) {
            raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
            return;
        }
        need(MOST_LONG_BYTES);
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        length += digits;
        int at = length;
        long rest = value;
        do {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    /**
     * Writes the shortest decimal that is read back as the same float, as {@link Float#toString(float)} does since Java 19.
     *
     * @throws IllegalArgumentException when the value is not finite: JSON has no such numbers
     */
    public void number(float value) {
        need(DecimalText.ROOM);
        length = ShortestDecimal.write(value, bytes, length);
    }

    /**
     * Writes an array of numbers, each as {@link #number(float)} does.
     *
     * @throws IllegalArgumentException when one is not finite
     */
    public void numbers(float[] values) {
        raw('[');
        need(Math.addExact(1, Math.multiplyExact(values.length, 1 + DecimalText.ROOM)));
        int at = length;
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                bytes[at++] = ',';
            }
            at = ShortestDecimal.write(values[i], bytes, at);
        }
        bytes[at++] = ']';
        length = at;
    }

    private void need(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
