package io.odradek.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.bench.measure.Latencies;
import io.odradek.bench.measure.Line;
import io.odradek.bench.measure.Reload;
import io.odradek.bench.measure.Scale;
import io.odradek.bench.measure.Spread;
import io.odradek.bench.measure.Start;
import io.odradek.bench.measure.Turn;
import io.odradek.bench.process.ProcessorTime;
import io.odradek.bench.run.Report;
import io.odradek.bench.run.Results;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** {@code summary.json}: medians where a figure is judged, and each figure's spread. Pure. */
public final class Summary {
    private static final Gson GSON = new GsonBuilder()
            .serializeSpecialFloatingPointValues()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    private static final double DIGITS = 1e4;

    private Summary() {}

    /** The text of the file. */
    public static String of(Report report, Environment environment) {
        Figures figures = new Figures(report);
        JsonObject json = new JsonObject();
        json.addProperty("schema", 1);
        json.add("environment", GSON.toJsonTree(environment));
        JsonObject spreads = new JsonObject();
        json.add("ratioToBound", byGuarantee("ratioToBound", figures::ratioToBound, spreads));
        json.add("bars", Bars.json(Bars.of(report)));
        json.add(
                "ratioToBoundWithoutCompilers",
                byGuarantee("ratioToBoundWithoutCompilers", figures::ratioToBoundWithoutCompilers, spreads));
        json.add("perCpuSecond", perCpuSecond(figures, spreads));
        figures.int8().ifPresent(spread -> put(json, spreads, "int8ToFloat", spread));
        JsonObject shares = new JsonObject();
        for (String net : new String[] {"seed", "dense"}) {
            figures.computeShare(net).ifPresent(spread -> shares.addProperty(net, rounded(spread.median())));
        }
        json.add("computeShare", shares);
        json.add("latency", latency(report));
        report.start().ifPresent(start -> json.add("start", start(start)));
        report.reload().ifPresent(reload -> json.add("reload", reload(reload)));
        if (!report.scales().isEmpty()) {
            JsonObject scales = new JsonObject();
            report.scales().forEach((name, scale) -> scales.add(name, scale(scale)));
            json.add("scale", scales);
        }
        json.add("spreads", spreads);
        JsonObject measured = new JsonObject();
        report.series().forEach((name, results) -> measured.add(name, series(results)));
        json.add("measured", measured);
        return GSON.toJson(json) + "\n";
    }

    private static JsonObject byGuarantee(String name, Function<Boolean, Optional<Spread>> ratio, JsonObject spreads) {
        JsonObject ratios = new JsonObject();
        JsonObject ratioSpreads = new JsonObject();
        ratio.apply(false).ifPresent(spread -> put(ratios, ratioSpreads, "atLeastOnce", spread));
        ratio.apply(true).ifPresent(spread -> put(ratios, ratioSpreads, "exactlyOnce", spread));
        spreads.add(name, ratioSpreads);
        return ratios;
    }

    private static JsonObject perCpuSecond(Figures figures, JsonObject spreads) {
        JsonObject all = new JsonObject();
        JsonObject allSpreads = new JsonObject();
        for (String net : new String[] {"seed", "dense"}) {
            JsonObject ratios = new JsonObject();
            JsonObject ratioSpreads = new JsonObject();
            figures.perCpuSecond(net).forEach((rival, spread) -> put(ratios, ratioSpreads, rival, spread));
            all.add(net, ratios);
            allSpreads.add(net, ratioSpreads);
        }
        spreads.add("perCpuSecond", allSpreads);
        return all;
    }

    private static void put(JsonObject medians, JsonObject spreads, String name, Spread spread) {
        medians.addProperty(name, rounded(spread.median()));
        spreads.add(name, json(spread));
    }

    private static JsonArray latency(Report report) {
        JsonArray all = new JsonArray();
        report.series().values().forEach(results -> results.latencies().forEach(at -> all.add(latency(results, at))));
        return all;
    }

    private static JsonObject latency(Results results, Results.LatencyAt at) {
        JsonObject json = new JsonObject();
        json.addProperty("load", rounded(at.load()));
        json.addProperty("shareOfThroughput", rounded(at.ofThroughput()));
        json.addProperty("imagesPerSecond", rounded(at.rate()));
        json.add("millis", latencies(at.byName()));
        results.p99Allowed(at).ifPresent(allowed -> json.add("p99Allowed", json(allowed)));
        results.p99ByAllowed(at).ifPresent(ratio -> json.add("p99ByAllowed", json(ratio)));
        return json;
    }

    private static JsonObject latencies(Map<String, Latencies> byName) {
        JsonObject json = new JsonObject();
        byName.forEach((name, latencies) -> json.add(name, latencies(latencies)));
        return json;
    }

    private static JsonObject latencies(Latencies latencies) {
        JsonObject json = new JsonObject();
        json.addProperty(
                "images",
                latencies.measured().stream()
                        .mapToLong(one -> one.window().images())
                        .sum());
        json.add("p50", json(latencies.of(Latencies.Window::p50)));
        json.add("p99", json(latencies.of(Latencies.Window::p99)));
        json.add("p999", json(latencies.of(Latencies.Window::p999)));
        json.add("max", json(latencies.of(Latencies.Window::max)));
        json.add("stolen", json(latencies.stolen()));
        JsonArray windows = new JsonArray();
        for (Latencies.Measured one : latencies.measured()) {
            JsonObject window = GSON.toJsonTree(one.window()).getAsJsonObject();
            window.addProperty("stolen", rounded(one.stolen()));
            window.addProperty("compilerShare", rounded(one.compilers()));
            windows.add(window);
        }
        json.add("windows", windows);
        return json;
    }

    private static JsonObject start(Start start) {
        JsonObject json = new JsonObject();
        json.add("cpuSeconds", json(start.cpuSeconds()));
        json.add("seconds", json(start.seconds()));
        return json;
    }

    private static JsonObject reload(Reload reload) {
        JsonObject json = new JsonObject();
        json.addProperty("reloads", reload.reloads());
        json.add("p99Ratio", json(reload.ratio()));
        json.add("with", latencies(reload.with()));
        json.add("without", latencies(reload.without()));
        return json;
    }

    private static JsonObject scale(Scale scale) {
        JsonObject json = new JsonObject();
        json.addProperty("x", scale.x());
        json.addProperty("unit", scale.unit());
        JsonArray points = new JsonArray();
        scale.points().forEach(point -> points.add(point(point)));
        json.add("points", points);
        scale.line().ifPresent(line -> json.add("line", line(line)));
        return json;
    }

    private static JsonObject point(Scale.Point point) {
        JsonObject json = new JsonObject();
        json.addProperty("name", point.name());
        json.addProperty("x", rounded(point.x()));
        json.addProperty("onLine", point.onLine());
        new TreeMap<>(point.facts()).forEach(json::addProperty);
        new TreeMap<>(point.figures()).forEach((name, spread) -> json.add(name, json(spread)));
        return json;
    }

    private static JsonObject line(Line line) {
        JsonObject json = new JsonObject();
        json.addProperty("intercept", significant(line.intercept()));
        json.addProperty("slope", significant(line.slope()));
        json.addProperty("greatestDeviation", rounded(line.greatestDeviation()));
        return json;
    }

    private static JsonObject series(Results results) {
        JsonObject json = new JsonObject();
        JsonObject inference = new JsonObject();
        results.inference().forEach((limit, spread) -> inference.add("batch" + limit.batch(), json(spread)));
        json.add("inferenceCpuMicros", inference);
        results.names().forEach(name -> json.add(name, contestant(results, name)));
        return json;
    }

    private static JsonObject contestant(Results results, String name) {
        JsonObject json = new JsonObject();
        json.addProperty("images", (int) results.of(name, Turn::images).median());
        JsonObject micros = new JsonObject();
        micros.add("application", json(results.of(name, Turn::applicationMicros)));
        micros.add("broker", json(results.of(name, Turn::brokerMicros)));
        micros.add("sum", json(results.micros(name)));
        json.add("cpuMicros", micros);
        json.add("imagesPerSecond", json(results.of(name, Turn::imagesPerSecond)));
        Optional.ofNullable(results.residentBytes().get(name))
                .ifPresent(bytes -> json.addProperty("residentBytes", bytes));
        json.addProperty("garbageCollectionShare", rounded(results.share(name, ProcessorTime.GARBAGE)));
        json.addProperty("compilerShare", rounded(results.share(name, ProcessorTime.COMPILER)));
        json.addProperty(
                "brokerCompilerShare",
                rounded(results.of(name, Turn::brokerCompilers).median()));
        return json;
    }

    static JsonObject json(Spread spread) {
        JsonObject json = new JsonObject();
        json.addProperty("median", rounded(spread.median()));
        json.addProperty("min", rounded(spread.min()));
        json.addProperty("max", rounded(spread.max()));
        return json;
    }

    /** A slope may be small. */
    private static double significant(double value) {
        return new BigDecimal(value).round(new MathContext(6)).doubleValue();
    }

    static double rounded(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }
}
