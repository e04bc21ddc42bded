package io.odradek.streamer.kit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Somebody with the token who looks at the live page: asks for what is new, and keeps it. Not thread-safe. */
public final class PageVisit {
    private final HttpPort http;
    private final List<JsonObject> predictions = new ArrayList<>();
    private final List<JsonObject> letters = new ArrayList<>();
    private long seq;
    private long answered;
    private @Nullable JsonObject now;

    public PageVisit(HttpPort http) {
        this.http = http;
    }

    /** Asks once. */
    public void look() {
        JsonObject feed = JsonParser.parseString(http.getWithToken("/page/feed?after=" + seq))
                .getAsJsonObject();
        seq = feed.get("seq").getAsLong();
        feed.getAsJsonArray("predictions").forEach(one -> predictions.add(one.getAsJsonObject()));
        feed.getAsJsonArray("letters").forEach(one -> letters.add(one.getAsJsonObject()));
        for (JsonElement count : feed.getAsJsonObject("series").getAsJsonArray("answered")) {
            answered += count.getAsLong();
        }
        now = feed;
    }

    /** Looks until it is so. */
    public void await(Predicate<PageVisit> condition) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        look();
                        return condition.test(this);
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(answered + " answered; told last: " + now, e);
        }
    }

    /** What was told last. */
    public JsonObject now() {
        return Objects.requireNonNull(now, "look first");
    }

    /** All that were shown, the oldest first. */
    public List<JsonObject> predictions() {
        return predictions;
    }

    /** All that were shown, the oldest first. */
    public List<JsonObject> letters() {
        return letters;
    }

    /** Of all that were shown. */
    public Set<String> labels() {
        Set<String> labels = new LinkedHashSet<>();
        predictions.forEach(one -> labels.add(one.get("label").getAsString()));
        return labels;
    }

    /** Of all seconds that were told. */
    public long answered() {
        return answered;
    }

    /** Of the last minute, by class. */
    public Map<String, Long> mix() {
        Map<String, Long> mix = new HashMap<>();
        for (JsonElement one : now().getAsJsonArray("mix")) {
            JsonObject count = one.getAsJsonObject();
            mix.put(count.get("class").getAsString(), count.get("count").getAsLong());
        }
        return mix;
    }

    /** As in "live 1" and "refused broken protobuf". */
    public List<String> events() {
        JsonArray events = now().getAsJsonArray("events");
        List<String> texts = new ArrayList<>();
        for (JsonElement one : events) {
            JsonObject event = one.getAsJsonObject();
            JsonElement stage = event.get("stage");
            texts.add(event.get("result").getAsString() + " "
                    + event.get("version").getAsString() + (stage.isJsonNull() ? "" : " " + stage.getAsString()));
        }
        return texts;
    }

    /** Of the images that the instance has, in all topics. */
    public int partitions() {
        int partitions = 0;
        for (JsonElement topic : now().getAsJsonArray("lag")) {
            partitions += topic.getAsJsonObject().get("partitions").getAsInt();
        }
        return partitions;
    }

    /** The only one. */
    public JsonObject model() {
        return now().getAsJsonArray("models").get(0).getAsJsonObject();
    }
}
