package io.odradek.bench.run;

import io.odradek.bench.measure.Reload;
import io.odradek.bench.measure.Scale;
import io.odradek.bench.measure.Start;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that one run measured. Filled by one thread. */
public final class Report {
    private final Map<String, Results> series = new LinkedHashMap<>();
    private final Map<String, Scale> scales = new LinkedHashMap<>();
    private @Nullable Start start;
    private @Nullable Reload reload;

    void add(String name, Results results) {
        series.put(name, results);
    }

    void add(String name, Scale scale) {
        scales.put(name, scale);
    }

    void start(Start measured) {
        start = measured;
    }

    void reload(Reload measured) {
        reload = measured;
    }

    /** Whether nothing was measured. */
    public boolean isEmpty() {
        return series.isEmpty() && scales.isEmpty() && start == null && reload == null;
    }

    /** By name. */
    public Map<String, Results> series() {
        return Collections.unmodifiableMap(series);
    }

    /** What becomes of the streamer's figures as one thing grows, by what grows. */
    public Map<String, Scale> scales() {
        return Collections.unmodifiableMap(scales);
    }

    /** What a start takes, where it was measured. */
    public Optional<Start> start() {
        return Optional.ofNullable(start);
    }

    /** What reloads do to latency, where it was measured. */
    public Optional<Reload> reload() {
        return Optional.ofNullable(reload);
    }
}
