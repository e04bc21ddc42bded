package io.odradek.streamer.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What happened in each of the last five minutes' seconds, without a gap. Not thread-safe; what it gives out is immutable. */
final class Series {
    static final int MOST = 300;
    /** Looks this far behind are late ones of a process that stood still; further behind, the clock was set. */
    static final int LATE_SECONDS = 60;

    private static final double MICROS = 1e6;

    private final LongSupplier sequence;
    private final Deque<Point> points = new ArrayDeque<>();

    /**
     * One second.
     *
     * @param seq its number among all that is shown
     * @param second of the epoch
     */
    record Point(
            long seq,
            long second,
            long answered,
            long rejected,
            @Nullable Double p50,
            @Nullable Double p99) {}

    /** @param sequence numbers what is shown */
    Series(LongSupplier sequence) {
        this.sequence = sequence;
    }

    /**
     * Adds what was counted. Seconds that were missed are empty; looks that come after each other in one second are put
     * beside each other; a clock that was set begins anew.
     *
     * @param epochSecond of the clock
     */
    void add(long epochSecond, Second counted) {
        Point last = points.peekLast();
        long second = epochSecond;
        if (last != null) {
            long next = last.second() + 1;
            // Several looks can fall into one second of the clock, and none into the next.
            second = epochSecond < next && next - epochSecond <= LATE_SECONDS ? next : epochSecond;
            if (second < next || second - next > MOST) {
                points.clear();
            } else {
                for (long missed = next; missed < second; missed++) {
                    points.add(new Point(sequence.getAsLong(), missed, 0, 0, null, null));
                }
            }
        }
        points.add(new Point(
                sequence.getAsLong(), second, counted.answered(), counted.rejected(), counted.p50(), counted.p99()));
        while (points.size() > MOST) {
            points.remove();
        }
    }

    /** The oldest first. */
    List<Point> points() {
        return new ArrayList<>(points);
    }

    /** Those newer than {@code after}. */
    static JsonObject json(List<Point> points, long after) {
        List<Point> newer = points.stream().filter(point -> point.seq() > after).toList();
        JsonArray answered = new JsonArray();
        JsonArray rejected = new JsonArray();
        JsonArray p50 = new JsonArray();
        JsonArray p99 = new JsonArray();
        for (Point point : newer) {
            answered.add(point.answered());
            rejected.add(point.rejected());
            p50.add(rounded(point.p50()));
            p99.add(rounded(point.p99()));
        }
        JsonObject json = new JsonObject();
        json.addProperty("from", from(points, newer));
        json.add("answered", answered);
        json.add("rejected", rejected);
        json.add("p50", p50);
        json.add("p99", p99);
        return json;
    }

    /** Of none, that of the next one. */
    private static long from(List<Point> points, List<Point> newer) {
        if (!newer.isEmpty()) {
            return newer.get(0).second();
        }
        return points.isEmpty() ? 0 : points.get(points.size() - 1).second() + 1;
    }

    private static @Nullable Double rounded(@Nullable Double seconds) {
        return seconds == null || !Double.isFinite(seconds) ? null : Math.rint(seconds * MICROS) / MICROS;
    }
}
