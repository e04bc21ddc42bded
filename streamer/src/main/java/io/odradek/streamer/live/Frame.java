package io.odradek.streamer.live;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.odradek.streamer.live.sample.Shown;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all pages are told in a moment: most of it is the same for each, and what is new to a page is put together from
 * parts that are there. Pages that look equally often ask for the same. Thread-safe.
 */
final class Frame {
    /** Of predictions in one answer, and of dead letters half of it: the newest. Of each model there is one novel window. */
    private static final int MOST_BYTES = 256 << 10;

    /** Answers that are kept for the next page that asks for the same. */
    private static final int MOST_KEPT = 8;

    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    /** When it was made, as {@link System#nanoTime}. */
    final long nanos;

    private final Snapshot snapshot;
    /** An object without its closing bracket. */
    private final byte[] shared;

    private final Map<Long, byte[]> kept = new ConcurrentHashMap<>();

    /**
     * All that has a number, at one moment.
     *
     * @param seq the greatest number
     */
    record Snapshot(
            long seq,
            List<Series.Point> points,
            List<MinuteMix.Count> mix,
            Map<String, Long> reasons,
            List<Shown> predictions,
            List<Shown> letters,
            List<Shown> novel) {}

    /** @param shared what is not in the snapshot */
    Frame(long nanos, Snapshot snapshot, JsonObject shared) {
        this.nanos = nanos;
        this.snapshot = snapshot;
        String json = GSON.toJson(shared);
        this.shared = json.substring(0, json.length() - 1).getBytes(StandardCharsets.UTF_8);
    }

    /** The answer to a page that has seen all up to {@code after}; read only. */
    byte[] json(long after) {
        // The number of another process's life: all is new.
        long seen = after > snapshot.seq() ? 0 : after;
        byte[] known = kept.get(seen);
        if (known != null) {
            return known;
        }
        byte[] json = render(seen);
        if (kept.size() < MOST_KEPT) {
            kept.put(seen, json);
        }
        return json;
    }

    private byte[] render(long after) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(shared.length + MOST_BYTES / 4);
        out.writeBytes(shared);
        write(out, ",\"series\":" + GSON.toJson(Series.json(snapshot.points(), after)));
        write(out, ",\"predictions\":[");
        write(out, newer(snapshot.predictions(), after, MOST_BYTES));
        write(out, "],\"letters\":[");
        write(out, newer(snapshot.letters(), after, MOST_BYTES / 2));
        write(out, "],\"novel\":[");
        write(out, newer(snapshot.novel(), after, Integer.MAX_VALUE));
        write(out, "]}");
        return out.toByteArray();
    }

    private static Deque<Shown> newer(List<Shown> all, long after, int most) {
        Deque<Shown> newer = new ArrayDeque<>();
        int bytes = 0;
        for (int i = all.size() - 1; i >= 0 && all.get(i).seq() > after; i--) {
            bytes += all.get(i).json().length;
            if (bytes > most) {
                break;
            }
            newer.addFirst(all.get(i));
        }
        return newer;
    }

    private static void write(ByteArrayOutputStream out, Deque<Shown> shown) {
        String separator = "";
        for (Shown one : shown) {
            write(out, separator);
            out.writeBytes(one.json());
            separator = ",";
        }
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
