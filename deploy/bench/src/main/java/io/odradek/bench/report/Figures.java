package io.odradek.bench.report;

import io.odradek.bench.entry.Lineup;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.measure.Spread;
import io.odradek.bench.measure.Turn;
import io.odradek.bench.run.Report;
import io.odradek.bench.run.Results;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The figures that are judged, made of what was measured. Ratios are taken round by round, so that what the machine does to a
 * whole round cancels out. Pure.
 */
final class Figures {
    private static final String BOUND = "bound";

    private final Map<String, Results> series;

    Figures(Report report) {
        this.series = report.series();
    }

    /**
     * Processor time of an image, streamer and broker, by the bound: bare inference at its better batch size, and the
     * pass-through with its broker.
     */
    Optional<Spread> ratioToBound(boolean exactlyOnce) {
        return ratioToBound(exactlyOnce, Turn::micros);
    }

    /** The same without what Java's compilers took in applications and broker. */
    Optional<Spread> ratioToBoundWithoutCompilers(boolean exactlyOnce) {
        return ratioToBound(exactlyOnce, turn -> turn.micros() - turn.compilerMicros());
    }

    private Optional<Spread> ratioToBound(boolean exactlyOnce, ToDoubleFunction<Turn> micros) {
        Results results = results(BOUND);
        String odradek = exactlyOnce ? Lineup.ODRADEK_EXACTLY_ONCE : Lineup.ODRADEK;
        return bound(exactlyOnce, micros)
                .filter(bound -> results.has(odradek))
                .map(bound -> results.of(odradek, micros).over(bound));
    }

    /** The bound itself, in microseconds. */
    Optional<Spread> bound(boolean exactlyOnce) {
        return bound(exactlyOnce, Turn::micros);
    }

    private Optional<Spread> bound(boolean exactlyOnce, ToDoubleFunction<Turn> micros) {
        Results results = results(BOUND);
        String pass = exactlyOnce ? Lineup.PASS_THROUGH_EXACTLY_ONCE : Lineup.PASS_THROUGH;
        return results.has(pass)
                ? Optional.of(results.leastInference(NetName.SEED).plus(results.of(pass, micros)))
                : Optional.empty();
    }

    /** Images for a second of processor time, ours by each rival's, by the name that the summary gives it. */
    Map<String, Spread> perCpuSecond(String net) {
        Results results = results(net);
        String odradek = Lineup.ODRADEK + "-" + net;
        Map<String, Spread> ratios = new LinkedHashMap<>();
        Map.of("json-float", "jsonFloat", "one-at-a-time", "oneAtATime", "http", "http")
                .forEach((rival, name) -> {
                    if (results.has(rival + "-" + net) && results.has(odradek)) {
                        ratios.put(name, results.micros(rival + "-" + net).over(results.micros(odradek)));
                    }
                });
        return ratios;
    }

    /** Images in a second with the net in 8-bit integers by those with floats. */
    Optional<Spread> int8() {
        Results bound = results(BOUND);
        return bound.has(Lineup.ODRADEK_INT8) && bound.has(Lineup.ODRADEK)
                ? Optional.of(bound.of(Lineup.ODRADEK_INT8, Turn::imagesPerSecond)
                        .over(bound.of(Lineup.ODRADEK, Turn::imagesPerSecond)))
                : Optional.empty();
    }

    /** The part of the streamer's and the broker's processor time that bare inference alone would take. */
    Optional<Spread> computeShare(String net) {
        Results results = results(net);
        String odradek = Lineup.ODRADEK + "-" + net;
        return results.has(odradek)
                ? Optional.of(
                        results.leastInference(results.entry(odradek).net()).over(results.micros(odradek)))
                : Optional.empty();
    }

    private Results results(String name) {
        return series.getOrDefault(name, new Results());
    }
}
