package io.odradek.streamer.evaluation.window;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * How a count is written in a store: an entry for each cell that is not empty, and one for the window itself.
 *
 * @param window which
 * @param cell which; null for the window itself
 */
record StoredCount(WindowKey window, @Nullable Cell cell) {
    private static final byte FORMAT = 1;
    private static final int UNTOLD = 1;
    private static final int CLOSED = 2;

    Bytes key() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(window.model());
            out.writeByte(window.size().code());
            out.writeLong(window.start());
            if (cell != null) {
                out.writeUTF(cell.truth());
                out.writeUTF(cell.predicted());
                out.writeByte(cell.bin());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    /** Its names are those of the JVM's table of texts: there are many cells, and few names. */
    static StoredCount of(Bytes key) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(key.get()))) {
            byte format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("written in format " + format + ", this version knows " + FORMAT);
            }
            WindowKey window = new WindowKey(in.readUTF().intern(), WindowSize.ofCode(in.readByte()), in.readLong());
            return new StoredCount(
                    window,
                    in.available() == 0
                            ? null
                            : new Cell(in.readUTF().intern(), in.readUTF().intern(), in.readByte()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] value(Tally tally) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(tally.images())
                .putLong(tally.confidence())
                .array();
    }

    static Tally tally(byte[] value) {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        return new Tally(buffer.getLong(), buffer.getLong());
    }

    static byte[] value(Window window) {
        return ByteBuffer.allocate(Long.BYTES + 1)
                .putLong(window.touched())
                .put((byte) ((window.isUntold() ? UNTOLD : 0) | (window.isClosed() ? CLOSED : 0)))
                .array();
    }

    static void read(byte[] value, Window window) {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        long touched = buffer.getLong();
        int flags = buffer.get();
        window.touch(touched, (flags & UNTOLD) != 0);
        if ((flags & CLOSED) != 0) {
            window.close();
        }
    }
}
