package io.odradek.streamer.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.streamer.live.sample.Words;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each class was predicted in the last minute. Not thread-safe; what it gives out is immutable. */
final class MinuteMix {
    private static final int SECONDS = 60;

    private final Map<Key, Window> windows = new HashMap<>();
    private long second;

    private record Key(String model, String label) {}

    /** Predictions of a class in the last minute. */
    record Count(String model, String label, long count) {}

    /** What came in each second of a minute, from counts since the start. */
    private static final class Window {
        private final long[] each = new long[SECONDS];
        private long total;
        private long sum;

        void roll(int slot, long newTotal) {
            sum -= each[slot];
            each[slot] = Math.max(0, newTotal - total);
            sum += each[slot];
            total = newTotal;
        }
    }

    /**
     * Adds a second.
     *
     * @param totals predictions since the start, by model and class
     */
    void add(Map<String, Map<String, Long>> totals) {
        int slot = (int) (second++ % SECONDS);
        totals.forEach((model, classes) ->
                classes.forEach((label, total) -> windows.computeIfAbsent(new Key(model, label), key -> new Window())
                        .roll(slot, total)));
        // What is not counted any more would stay for ever.
        windows.keySet()
                .removeIf(key -> !totals.getOrDefault(key.model(), Map.of()).containsKey(key.label()));
    }

    /** Classes that came in the last minute, the most frequent first. */
    List<Count> counts() {
        return windows.entrySet().stream()
                .filter(entry -> entry.getValue().sum > 0)
                .map(entry -> new Count(entry.getKey().model(), entry.getKey().label(), entry.getValue().sum))
                .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::label))
                .toList();
    }

    static JsonArray json(List<Count> counts) {
        JsonArray json = new JsonArray();
        for (Count count : counts) {
            JsonObject one = new JsonObject();
            one.addProperty("model", count.model());
            one.addProperty("class", Words.clean(count.label(), Words.LABEL));
            one.addProperty("count", count.count());
            json.add(one);
        }
        return json;
    }
}
