package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.Lineup;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.measure.Latencies;
import io.odradek.bench.measure.Spread;
import io.odradek.bench.measure.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What was measured in one series. Filled by one thread. */
public final class Results {
    /** The streamer's default of {@code odradek.batch.max}. */
    private static final int BATCH = 64;

    private static final double MICROS = 1e3;
    private static final double TIMES = 1.5;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, List<Turn>> turns = new LinkedHashMap<>();
    private final Map<Limit, List<Double>> inference = new LinkedHashMap<>();
    private final Map<Limit, List<Double>> inferenceRates = new LinkedHashMap<>();
    private final Map<String, Double> sustained = new HashMap<>();
    private final List<LatencyAt> latencies = new ArrayList<>();
    private double predictionBytes;
    private final Map<String, Long> residentBytes = new LinkedHashMap<>();

    /**
     * Latencies side by side.
     *
     * @param load share of what the streamer sustains as images arrive
     * @param ofThroughput share of what it answers of images that lie in its topic
     * @param rate images in a second
     * @param byName of each contestant
     */
    public record LatencyAt(double load, double ofThroughput, double rate, Map<String, Latencies> byName) {
        /** Copies. */
        public LatencyAt {
            byName = Map.copyOf(byName);
        }

        private Optional<Latencies> first(String... names) {
            return Stream.of(names).map(byName::get).filter(Objects::nonNull).findFirst();
        }
    }

    /** Bare inference of a net in batches of this size. */
    public record Limit(NetName net, int batch) {}

    void add(LatencyAt latency) {
        latencies.add(latency);
    }

    /** All that were measured, those of at-least-once first. */
    public List<LatencyAt> latencies() {
        return List.copyOf(latencies);
    }

    /**
     * What the streamer's p99 may be in milliseconds: 1.5 times the prompt pass-through's, window by window, and bare inference
     * of one batch. Empty where either was not measured.
     */
    public Optional<Spread> p99Allowed(LatencyAt at) {
        if (inference.keySet().stream().noneMatch(limit -> limit.net() == NetName.SEED)) {
            return Optional.empty();
        }
        double batch = BATCH * leastInference(NetName.SEED).median() / MICROS;
        return at.first(Lineup.PROMPT, Lineup.PROMPT_EXACTLY_ONCE)
                .map(pass -> pass.of(window -> TIMES * window.p99() + batch));
    }

    /** The streamer's p99 by what it may be, window by window. */
    public Optional<Spread> p99ByAllowed(LatencyAt at) {
        return p99Allowed(at)
                .flatMap(allowed -> at.first(Lineup.ODRADEK, Lineup.ODRADEK_EXACTLY_ONCE)
                        .map(latencies -> latencies.of(Latencies.Window::p99).over(allowed)));
    }

    void sustained(String name, double imagesPerSecond) {
        sustained.put(name, imagesPerSecond);
    }

    /** The highest rate of arrivals that it does not fall behind at, images a second; empty where that was not measured. */
    public OptionalDouble sustained(String name) {
        Double rate = sustained.get(name);
        return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
    }

    void add(Entry entry, Turn turn) {
        entries.put(entry.name(), entry);
        turns.computeIfAbsent(entry.name(), n -> new ArrayList<>()).add(turn);
    }

    /** Bare inference took so many microseconds of processor time for an image, at so many images in a second. */
    void addInference(Limit limit, double micros, double rate) {
        inference.computeIfAbsent(limit, b -> new ArrayList<>()).add(micros);
        inferenceRates.computeIfAbsent(limit, b -> new ArrayList<>()).add(rate);
    }

    void answers(double meanBytes) {
        predictionBytes = meanBytes;
    }

    /** Mean size of the streamer's predictions, key and headers not counted; 0 where it did not take part. */
    public double predictionBytes() {
        return predictionBytes;
    }

    void resident(Entry entry, long bytes) {
        residentBytes.put(entry.name(), bytes);
    }

    /** Names of contestants, in the order of the series. */
    public List<String> names() {
        return List.copyOf(turns.keySet());
    }

    /** Whether it took part. */
    public boolean has(String name) {
        return turns.containsKey(name);
    }

    /** One entry. */
    public Entry entry(String name) {
        return Objects.requireNonNull(entries.get(name), name);
    }

    /** One figure of a contestant over the rounds. */
    public Spread of(String name, ToDoubleFunction<Turn> figure) {
        return Spread.of(turns.getOrDefault(name, List.of()).stream()
                .map(figure::applyAsDouble)
                .toList());
    }

    /** Processor time of application and broker for one image. */
    public Spread micros(String name) {
        return of(name, Turn::micros);
    }

    /** Bare inference of each net at each batch size, processor time for one image. */
    public Map<Limit, Spread> inference() {
        return spreads(inference);
    }

    /** The same in images a second. */
    public Map<Limit, Spread> inferenceRates() {
        return spreads(inferenceRates);
    }

    private static Map<Limit, Spread> spreads(Map<Limit, List<Double>> rounds) {
        Map<Limit, Spread> spreads = new LinkedHashMap<>();
        rounds.forEach((limit, values) -> spreads.put(limit, Spread.of(values)));
        return spreads;
    }

    /** The cheapest batch size of a net, round by round. */
    public Spread leastInference(NetName net) {
        return inference().entrySet().stream()
                .filter(limit -> limit.getKey().net() == net)
                .map(Map.Entry::getValue)
                .reduce(Spread::least)
                .orElseThrow();
    }

    /** The most memory that each contestant's processes had; empty where the system does not tell. */
    public Map<String, Long> residentBytes() {
        return Map.copyOf(residentBytes);
    }

    /** Median share of a kind of thread in a contestant's processor time, 0 to 1. */
    public double share(String name, String kind) {
        return of(name, turn -> turn.threads().getOrDefault(kind, 0.0)).median();
    }

    /** Kinds of threads of a contestant. */
    public List<String> kinds(String name) {
        return turns.getOrDefault(name, List.of()).stream()
                .flatMap(turn -> turn.threads().keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
