package io.odradek.streamer.deadletters.replay;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set of offsets: little more than a bit for each where they lie close together, two to four bytes where they are few of
 * 65,536, and some 100 for one alone. Not thread-safe.
 */
final class Offsets {
    private static final int CHUNK_BITS = 16;
    private static final int IN_CHUNK = (1 << CHUNK_BITS) - 1;
    /** As many numbers take half of the room that a bit for each of a chunk takes. */
    private static final int FEW = 2_048;

    private final Map<Long, Chunk> chunks = new HashMap<>();

    /** Adds one; whether it was not there. */
    boolean add(long offset) {
        return chunks.computeIfAbsent(offset >> CHUNK_BITS, c -> new Chunk()).add((char) (offset & IN_CHUNK));
    }

    boolean contains(long offset) {
        Chunk chunk = chunks.get(offset >> CHUNK_BITS);
        return chunk != null && chunk.contains((char) (offset & IN_CHUNK));
    }

    /** Numbers of 16 bits: in ascending order as long as they are few, then a bit for each that there may be. */
    private static final class Chunk {
        private char[] few = new char[2];
        private int count;
        private @Nullable BitSet many;

        boolean add(char number) {
            if (many != null) {
                boolean isNew = !many.get(number);
                many.set(number);
                return isNew;
            }
            int at = Arrays.binarySearch(few, 0, count, number);
            if (at >= 0) {
                return false;
            }
            if (count == FEW) {
                many = new BitSet(IN_CHUNK + 1);
                for (char each : few) {
                    many.set(each);
                }
                few = new char[0];
                many.set(number);
                return true;
            }
            insert(-at - 1, number);
            return true;
        }

        private void insert(int at, char number) {
            if (count == few.length) {
                few = Arrays.copyOf(few, 2 * count);
            }
            System.arraycopy(few, at, few, at + 1, count - at);
            few[at] = number;
            count++;
        }

        boolean contains(char number) {
            return many == null ? Arrays.binarySearch(few, 0, count, number) >= 0 : many.get(number);
        }
    }
}
