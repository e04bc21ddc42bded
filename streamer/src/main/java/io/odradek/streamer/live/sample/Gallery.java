package io.odradek.streamer.live.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest of each kind, as far as there is room: the oldest of the kind that has most goes first, so no kind drives
 * another one out. Not thread-safe.
 *
 * @param <T> what is kept
 */
final class Gallery<T> {
    private final int most;
    private final long mostBytes;
    /** The oldest first. */
    private final List<Piece<T>> pieces = new ArrayList<>();

    private final Map<Object, Integer> perKind = new HashMap<>();
    private long bytes;

    private record Piece<T>(Object kind, T value, int bytes) {}

    Gallery(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    void add(Object kind, T value, int size) {
        pieces.add(new Piece<>(kind, value, size));
        perKind.merge(kind, 1, Integer::sum);
        bytes += size;
        while (pieces.size() > most || (bytes > mostBytes && pieces.size() > 1)) {
            removeOne();
        }
    }

    private void removeOne() {
        int largest =
                perKind.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        for (int i = 0; i < pieces.size(); i++) {
            Piece<T> piece = pieces.get(i);
            if (perKind.getOrDefault(piece.kind(), 0) == largest) {
                pieces.remove(i);
                bytes -= piece.bytes();
                perKind.computeIfPresent(piece.kind(), (kind, count) -> count == 1 ? null : count - 1);
                return;
            }
        }
    }

    /** The oldest first. */
    List<T> all() {
        return pieces.stream().map(Piece::value).toList();
    }

    long bytes() {
        return bytes;
    }
}
