package io.odradek.streamer.deadletters.replay;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A set of offsets, little more than a bit for each where they lie close together. Not thread-safe. */
final class Offsets {
    private static final int CHUNK_BITS = 16;
    private static final int IN_CHUNK = (1 << CHUNK_BITS) - 1;

    private final Map<Long, BitSet> chunks = new HashMap<>();

    /** Adds one; whether it was not there. */
    boolean add(long offset) {
        BitSet chunk = chunks.computeIfAbsent(offset >> CHUNK_BITS, c -> new BitSet());
        int bit = (int) offset & IN_CHUNK;
        boolean isNew = !chunk.get(bit);
        chunk.set(bit);
        return isNew;
    }

    boolean contains(long offset) {
        BitSet chunk = chunks.get(offset >> CHUNK_BITS);
        return chunk != null && chunk.get((int) offset & IN_CHUNK);
    }
}
