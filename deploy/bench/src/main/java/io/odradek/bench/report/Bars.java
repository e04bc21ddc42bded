package io.odradek.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.odradek.bench.entry.Lineup;
import io.odradek.bench.measure.Bar;
import io.odradek.bench.measure.Spread;
import io.odradek.bench.process.ProcessorTime;
import io.odradek.bench.run.Report;
import io.odradek.bench.run.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How fast the streamer is to be, and what was measured. A bar is there where its figure was measured. Pure. */
public final class Bars {
    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private static final double HALF = 0.5;
    private static final double NEAR = 1e-6;
    private static final double MEGABYTE = 1e6;

    private Bars() {}

    /** The medians of a run beside their limits. */
    public static List<Bar> of(Report report) {
        Figures figures = new Figures(report);
        List<Bar> bars = new ArrayList<>();
        add(bars, Bar::atMost, "ratioToBound.atLeastOnce", figures.ratioToBound(false), 1.10);
        add(bars, Bar::atMost, "ratioToBound.exactlyOnce", figures.ratioToBound(true), 1.25);
        Map<String, Spread> dense = figures.perCpuSecond("dense");
        add(bars, Bar::atLeast, "perCpuSecond.dense.jsonFloat", Optional.ofNullable(dense.get("jsonFloat")), 15);
        add(bars, Bar::atLeast, "perCpuSecond.dense.oneAtATime", Optional.ofNullable(dense.get("oneAtATime")), 1.8);
        Map<String, Spread> seed = figures.perCpuSecond("seed");
        add(bars, Bar::atLeast, "perCpuSecond.seed.jsonFloat", Optional.ofNullable(seed.get("jsonFloat")), 5);
        add(bars, Bar::atLeast, "perCpuSecond.seed.oneAtATime", Optional.ofNullable(seed.get("oneAtATime")), 1.2);
        add(bars, Bar::atLeast, "int8ToFloat", figures.int8(), 1.15);
        Results bound = report.series().getOrDefault("bound", new Results());
        for (Results.LatencyAt at : bound.latencies()) {
            if (Math.abs(at.load() - HALF) < NEAR) {
                boolean exactlyOnce = at.byName().containsKey(Lineup.ODRADEK_EXACTLY_ONCE);
                String name = "p99ByAllowed." + (exactlyOnce ? "exactlyOnce" : "atLeastOnce");
                add(bars, Bar::atMost, name, bound.p99ByAllowed(at), 1);
            }
        }
        if (bound.has(Lineup.ODRADEK)) {
            bars.add(Bar.atMost("garbageCollectionShare", bound.share(Lineup.ODRADEK, ProcessorTime.GARBAGE), 0.02));
            Optional.ofNullable(bound.residentBytes().get(Lineup.ODRADEK))
                    .ifPresent(bytes -> bars.add(Bar.atMost("residentMegabytes", bytes / MEGABYTE, 900)));
        }
        return bars;
    }

    private static void add(List<Bar> bars, Limited limited, String name, Optional<Spread> figure, double limit) {
        figure.ifPresent(spread -> bars.add(limited.bar(name, spread.median(), limit)));
    }

    /** By name, each with whether it holds. */
    public static JsonObject json(List<Bar> bars) {
        JsonObject json = new JsonObject();
        for (Bar bar : bars) {
            JsonObject one = GSON.toJsonTree(bar).getAsJsonObject();
            one.remove("name");
            one.addProperty("holds", bar.holds());
            json.add(bar.name(), one);
        }
        return json;
    }

    private interface Limited {
        Bar bar(String name, double value, double limit);
    }
}
