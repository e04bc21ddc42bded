package io.odradek.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The key of an image, and so of its answer.
 *
 * @param due time of {@link System#nanoTime()} in this process at which it was to be sent
 * @param phase in which
 */
record Stamp(long due, Phase phase) {
    byte[] key() {
        byte[] name = phase.name().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(due)
                .put(name)
                .array();
    }

    static Stamp of(byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key);
        long due = buffer.getLong();
        return new Stamp(
                due, Phase.valueOf(StandardCharsets.US_ASCII.decode(buffer).toString()));
    }
}
