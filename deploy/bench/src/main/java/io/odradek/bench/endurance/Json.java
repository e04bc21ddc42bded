package io.odradek.bench.endurance;

import com.google.gson.JsonObject;
import io.odradek.bench.endurance.OverloadFigures.Rate;
import io.odradek.bench.measure.Latencies;

/** Figures of an overload as JSON. Pure. */
final class Json {
    private Json() {}

    static JsonObject of(OverloadFigures figures) {
        JsonObject json = new JsonObject();
        json.add("sustained", of(figures.sustained()));
        json.addProperty("normalImagesPerSecond", figures.normalRate());
        json.addProperty("overloadImagesPerSecond", figures.overloadRate());
        json.addProperty("times", figures.times());
        json.addProperty("mostWaiting", figures.mostWaiting());
        json.add("drain", of(figures.drain()));
        json.addProperty("drainSeconds", figures.drainSeconds());
        json.add("latencyBefore", of(figures.before()));
        json.add("latencyAfter", of(figures.after()));
        return json;
    }

    private static JsonObject of(Rate rate) {
        JsonObject json = new JsonObject();
        json.addProperty("imagesPerSecond", rate.imagesPerSecond());
        json.addProperty("cpuMicros", rate.cpuMicros());
        return json;
    }

    static JsonObject of(Latencies.Window window) {
        JsonObject json = new JsonObject();
        json.addProperty("images", window.images());
        json.addProperty("p50Millis", window.p50());
        json.addProperty("p99Millis", window.p99());
        json.addProperty("maxMillis", window.max());
        return json;
    }
}
