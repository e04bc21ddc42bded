package io.odradek.streamer.evaluation.label;

import io.odradek.streamer.message.Source;
import io.odradek.streamer.message.Sourced;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Which image a prediction or a label is about: the image's {@code odradek-id} or, without one, the image's key where keys
 * are declared to be unique, else the topic, partition and offset of the image. Of each the first 16 bytes of its SHA-256
 * are kept: of two different images they are the same in less than one of 10^19 pairs, and an id cannot be read in them.
 * Stateless.
 */
public final class Identity {
    private static final int BYTES = 16;

    /** Of a hash, as many bits as a double has. */
    private static final int UNUSED_BITS = 11;

    private static final double STEP = 0x1.0p-53;

    private Identity() {}

    /** Of an id. */
    public static byte[] ofId(byte[] id) {
        return hash('i', id);
    }

    /** Of a key that is declared to be unique. */
    public static byte[] ofKey(byte[] key) {
        return hash('k', key);
    }

    /** Of an image's place. */
    public static byte[] ofSource(Source source) {
        return hash('s', source.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Of the image that a prediction with these headers and this key answers. */
    public static byte[] ofPrediction(Headers headers, byte @Nullable [] key, Source source, boolean keyUnique) {
        byte[] id = id(headers);
        if (id != null) {
            return ofId(id);
        }
        return keyUnique && key != null ? ofKey(key) : ofSource(source);
    }

    /** The header {@code odradek-id}, the last one; null where there is none, or an empty one. */
    public static byte @Nullable [] id(Headers headers) {
        Header header = headers.lastHeader(Sourced.ID);
        byte[] id = header == null ? null : header.value();
        return id == null || id.length == 0 ? null : id;
    }

    /** Whether an image is among those that are evaluated: by its identity alone, the same wherever it is asked. */
    public static boolean isSampled(byte[] identity, double share) {
        return (ByteBuffer.wrap(identity).getLong() >>> UNUSED_BITS) * STEP < share;
    }

    private static byte[] hash(char kind, byte[] text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((byte) kind);
            return Arrays.copyOf(digest.digest(text), BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
