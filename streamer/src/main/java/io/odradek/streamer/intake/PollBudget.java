package io.odradek.streamer.intake;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Bounds the bytes of a poll. Kafka bounds the number of its records, and the bytes that come over the network; but a few of
 * those may be many: a megabyte of compressed blank images is a gigabyte of images.
 *
 * <p>Kafka deserializes record by record. When one is refused behind others, the poll returns those, and the next poll asks
 * for the same record again; nothing is skipped. So this deserializer refuses the record for which there is no room any more.
 * The first of a poll is never refused, whatever its size: a poll that returned nothing would fail.
 *
 * <p>Not thread-safe: of one consumer, on the thread that polls.
 */
final class PollBudget implements Deserializer<byte[]> {
    /** Java's and Kafka's objects around a record. */
    private static final int OVERHEAD = 256;

    private final SerializationException full = new Full();
    private long left;
    private boolean empty = true;

    /** A poll begins, which may bring so many bytes. */
    void renew(long bytes) {
        left = bytes;
        empty = true;
    }

    @Override
    public byte[] deserialize(String topic, Headers headers, ByteBuffer value) {
        take(value.remaining());
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    @Override
    public byte[] deserialize(String topic, byte[] value) {
        take(value.length);
        return value;
    }

    private void take(int bytes) {
        if (!empty && bytes + OVERHEAD > left) {
            throw full;
        }
        empty = false;
        left -= bytes + OVERHEAD;
    }

    /** Says nothing about a record, and is thrown for many. */
    private static final class Full extends SerializationException {
        Full() {
            super("no room in this poll");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
