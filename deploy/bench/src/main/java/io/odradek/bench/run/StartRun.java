package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.entry.Payload;
import io.odradek.bench.entry.Program;
import io.odradek.bench.measure.Spread;
import io.odradek.bench.measure.Start;
import io.odradek.bench.process.Contestant;
import java.util.ArrayList;
import java.util.List;

/** Starts the streamer some times, each in a group of its own. */
final class StartRun {
    private static final double MICROS = 1e6;

    private final Options options;
    private final Lab lab;

    StartRun(Options options, Lab lab) {
        this.options = options;
        this.lab = lab;
    }

    Start run() throws InterruptedException {
        List<Double> cpuSeconds = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < options.headline().rounds(); i++) {
            Entry entry = new Entry("start-" + i, Program.ODRADEK, NetName.SEED, Payload.RAW, 0);
            lab.ledger().create(List.of(entry));
            long begun = System.nanoTime();
            Contestant contestant = lab.starter().start(entry);
            cpuSeconds.add(contestant.processorMicros() / MICROS);
            seconds.add((System.nanoTime() - begun) / 1e9);
            contestant.end();
        }
        return new Start(Spread.of(cpuSeconds), Spread.of(seconds));
    }
}
