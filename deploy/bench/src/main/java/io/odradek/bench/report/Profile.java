package io.odradek.bench.report;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.bench.entry.Lineup;
import io.odradek.bench.measure.Latencies;
import io.odradek.bench.measure.Turn;
import io.odradek.bench.run.Results;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** {@code profile.json}, from which {@code streamer plan} works out what a rate of images needs. Pure. */
public final class Profile {
    private static final long HEAP_BYTES = 512L << 20;
    private static final int INPUT_BYTES = 784;
    /** The plan takes none below. */
    private static final double LEAST_LOAD = 0.01;

    private static final String VERSION =
            Objects.requireNonNullElse(Profile.class.getPackage().getImplementationVersion(), "unknown");

    private Profile() {}

    /**
     * The text of the file; empty where the streamer did not take part, or the system does not tell its memory.
     *
     * @param modelBytes size of the net's file
     * @param predictionBytes mean size of a prediction
     */
    public static Optional<String> of(Results bound, Environment environment, long modelBytes, double predictionBytes) {
        Long resident = bound.residentBytes().get(Lineup.ODRADEK);
        if (!bound.has(Lineup.ODRADEK) || resident == null) {
            return Optional.empty();
        }
        JsonObject json = new JsonObject();
        json.addProperty("schema", 1);
        JsonObject measured = new JsonObject();
        measured.addProperty("at", environment.at());
        measured.addProperty("processor", environment.processor());
        measured.addProperty("cpus", environment.cpus());
        measured.addProperty("java", environment.java());
        measured.addProperty("odradek", VERSION);
        json.add("measured", measured);
        json.addProperty("guarantee", "at_least_once");
        json.add("model", model(modelBytes));
        json.addProperty("imageBytes", (double) INPUT_BYTES);
        json.addProperty("predictionBytes", Summary.rounded(predictionBytes));
        JsonObject cpu = new JsonObject();
        cpu.addProperty("streamer", micros(bound, Turn::applicationMicros));
        cpu.addProperty("broker", micros(bound, Turn::brokerMicros));
        json.add("cpuMicros", cpu);
        int threads = environment.cpus();
        JsonObject perThread = new JsonObject();
        perThread.addProperty("imagesPerSecond", micros(bound, turn -> turn.imagesPerSecond() / threads));
        json.add("perThread", perThread);
        json.addProperty("threads", threads);
        JsonObject memory = new JsonObject();
        memory.addProperty("heapBytes", HEAP_BYTES);
        memory.addProperty("residentBytes", resident);
        json.add("memory", memory);
        json.add("latency", latency(bound));
        return Optional.of(new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n");
    }

    private static JsonObject model(long bytes) {
        JsonObject model = new JsonObject();
        model.addProperty("name", "fashion-mnist");
        model.addProperty("version", "seed");
        model.addProperty("bytes", bytes);
        model.addProperty("inputBytes", INPUT_BYTES);
        return model;
    }

    private static double micros(Results bound, ToDoubleFunction<Turn> figure) {
        return Summary.rounded(bound.of(Lineup.ODRADEK, figure).median());
    }

    /** In the order of rising loads, as the plan wants it, which are shares of what the threads answer at full load. */
    private static JsonArray latency(Results bound) {
        JsonArray all = new JsonArray();
        List<Results.LatencyAt> rising = bound.latencies().stream()
                .sorted(Comparator.comparingDouble(Results.LatencyAt::rate))
                .toList();
        for (Results.LatencyAt at : rising) {
            Latencies latencies = at.byName().get(Lineup.ODRADEK);
            if (latencies != null && at.ofThroughput() >= LEAST_LOAD) {
                JsonObject one = new JsonObject();
                one.addProperty("load", Summary.rounded(at.ofThroughput()));
                one.addProperty(
                        "p50Millis",
                        Summary.rounded(latencies.of(Latencies.Window::p50).median()));
                one.addProperty(
                        "p99Millis",
                        Summary.rounded(latencies.of(Latencies.Window::p99).median()));
                all.add(one);
            }
        }
        return all;
    }
}
