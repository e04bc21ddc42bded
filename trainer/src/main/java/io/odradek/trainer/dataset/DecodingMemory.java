package io.odradek.trainer.dataset;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.ImageDecoder.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * The heap that files may take while they are decoded, all of them together. A photo takes some hundred megabytes: one
 * on each of many cores would be more than there is. Thread-safe.
 */
final class DecodingMemory {
    /** For all that is neither images nor being decoded: classes, names of files, threads. */
    private static final long RESERVE_BYTES = 64L << 20;

    /** A permit is a KiB. */
    private static final int UNIT_BITS = 10;

    private final long heapBytes;
    private final int units;
    private final Semaphore free;

    /**
     * @param bytes what may be taken at once
     * @param heapBytes Java's whole heap, for messages
     */
    DecodingMemory(long bytes, long heapBytes) {
        this.heapBytes = heapBytes;
        this.units = units(bytes);
        // Fair: or a large file might wait for as long as small ones come.
        this.free = new Semaphore(units, true);
    }

    /** What Java's heap leaves beside {@code bytes} of pixels. */
    static DecodingMemory beside(long bytes) {
        long heap = Runtime.getRuntime().maxMemory();
        return new DecodingMemory(heap - bytes - RESERVE_BYTES, heap);
    }

    /**
     * Decodes once there is room for it. What needs more than all is decoded alone.
     *
     * <p>A thread waits even if it is interrupted, and remains so: only for files that are being decoded, which need
     * nothing of it. So the threads of a pool may all wait here but those, and each gets its turn.
     *
     * @param file for messages
     * @param bytes of heap that it needs, about
     * @throws TrainerException when the heap is too small after all
     */
    Outcome decode(Path file, long bytes, Decoding decoding) throws IOException {
        int taken = Math.min(units, units(bytes));
        free.acquireUninterruptibly(taken);
        try {
            return decoding.run();
        } catch (OutOfMemoryError e) {
            throw new TrainerException(
                    "cannot read image " + file + ": it needs about " + megabytes(bytes)
                            + " MB of Java's heap, which may have " + (heapBytes >> 20)
                            + " in all; make it smaller, or set " + setting(megabytes(heapBytes + bytes)),
                    e);
        } finally {
            free.release(taken);
        }
    }

    /** What the user sets for a heap of so many MB. */
    static String setting(long megabytes) {
        return "TRAINER_JAVA_OPTS=\"-Xmx" + megabytes + "m -Xmn16m -XX:+UseSerialGC\"";
    }

    private static long megabytes(long bytes) {
        return (bytes >> 20) + 1;
    }

    private static int units(long bytes) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes >> UNIT_BITS));
    }

    /** The work on one file. */
    interface Decoding {
        Outcome run() throws IOException;
    }
}
