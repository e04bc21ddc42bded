package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.entry.Payload;
import io.odradek.bench.entry.Program;
import io.odradek.bench.measure.Latencies;
import io.odradek.bench.measure.Scale;
import io.odradek.bench.measure.Turn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Results that were not measured. */
public final class TestReport {
    private final Report report = new Report();
    private final Results results = new Results();
    private final NetName net;

    /** One series of this name. */
    public TestReport(String series) {
        net = series.equals("dense") ? NetName.DENSE : NetName.SEED;
        report.add(series, results);
    }

    /** A contestant's rounds, each with this processor time of application and broker. */
    public TestReport with(String name, double brokerMicros, double... applicationMicros) {
        Entry entry = new Entry(name, Program.ODRADEK, net, Payload.RAW, 100);
        for (double micros : applicationMicros) {
            results.add(entry, new Turn(100, micros, brokerMicros, 0.5, 1e6 / micros, Map.of("compiler", 0.25)));
        }
        results.resident(entry, 800L << 20);
        return this;
    }

    /** Bare inference's rounds. */
    public TestReport inference(int batch, double... micros) {
        for (double one : micros) {
            results.addInference(new Results.Limit(net, batch), one, 1e6 / one);
        }
        return this;
    }

    /** Latencies at a rate, a window for each p99 in milliseconds. */
    public TestReport latency(double load, double ofThroughput, double rate, Map<String, List<Double>> p99) {
        Map<String, Latencies> byName = new HashMap<>();
        p99.forEach((name, values) -> byName.put(
                name,
                new Latencies(values.stream()
                        .map(value -> new Latencies.Window(100, value / 2, value, 2 * value, 4 * value))
                        .map(window -> new Latencies.Measured(window, 0.01, 0.02))
                        .toList())));
        results.add(new Results.LatencyAt(load, ofThroughput, rate, byName));
        return this;
    }

    /** What grows. */
    public TestReport with(String name, Scale scale) {
        report.add(name, scale);
        return this;
    }

    /** All of it. */
    public Report report() {
        return report;
    }
}
