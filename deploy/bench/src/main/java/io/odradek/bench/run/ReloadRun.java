package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.entry.Payload;
import io.odradek.bench.entry.Program;
import io.odradek.bench.measure.Latencies;
import io.odradek.bench.measure.Reload;
import io.odradek.bench.net.Nets;
import io.odradek.bench.process.Contestant;
import io.odradek.quickstart.console.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The streamer under steady load, whose model file changes every two seconds in every second window. */
final class ReloadRun {
    private static final long EVERY_MILLIS = 2_000;
    /** In a window that is too short for two. */
    private static final long LEAST_MILLIS = 200;

    private final Options options;
    private final Lab lab;
    private final Arrivals arrivals;
    private final Path live;
    private final List<byte[]> versions;
    private int next;

    ReloadRun(Options options, Lab lab) throws IOException {
        this.options = options;
        this.lab = lab;
        this.arrivals = new Arrivals(lab.bootstrap(), lab.feed().values(Payload.RAW));
        this.live = options.out().resolve("live.onnx");
        byte[] seed = Files.readAllBytes(options.model());
        this.versions = List.of(Nets.version(seed, "bench-0"), Nets.version(seed, "bench-1"));
    }

    /** @param rate images in a second */
    Reload run(double rate) throws InterruptedException {
        change();
        Entry entry = new Entry(
                "reload",
                Program.ODRADEK,
                NetName.SEED,
                Payload.RAW,
                false,
                options.turn(),
                Map.of("odradek.model.path", live.toString()));
        lab.ledger().create(List.of(entry));
        Contestant contestant = lab.starter().start(entry);
        lab.referee()
                .warmUp(
                        contestant,
                        options.headline().warmUp(entry),
                        options.headline().longestWarmUp());
        contestant.thaw();
        List<Latencies.Measured> with = new ArrayList<>();
        List<Latencies.Measured> without = new ArrayList<>();
        int before = next;
        // What the streamer compiles may come of a change.
        List<Contestant> others = List.of(lab.broker());
        for (int i = 0; i < options.headline().rounds(); i++) {
            without.add(Quietest.of(options.windowTries(), others, () -> window(entry, rate)));
            with.add(Quietest.of(options.windowTries(), others, () -> changing(entry, rate)));
            lab.ledger().clear(entry);
        }
        contestant.end();
        return new Reload(next - before, new Latencies(with), new Latencies(without));
    }

    private Latencies.Window window(Entry entry, double rate) throws InterruptedException {
        return arrivals.window(entry, rate, (int) rate, (int) (rate * options.windowSeconds()));
    }

    private Latencies.Window changing(Entry entry, double rate) throws InterruptedException {
        ExecutorService changer = Executors.newSingleThreadExecutor();
        try {
            Future<?> changes = changer.submit(this::changeUntilInterrupted);
            Latencies.Window window = window(entry, rate);
            changer.shutdownNow();
            changes.get();
            return window;
        } catch (ExecutionException e) {
            throw new Failure("the model could not be changed: " + e.getCause(), e);
        } finally {
            changer.shutdownNow();
        }
    }

    private void changeUntilInterrupted() {
        try {
            long every = options.windowSeconds() < 4 ? LEAST_MILLIS : EVERY_MILLIS;
            while (true) {
                TimeUnit.MILLISECONDS.sleep(every);
                change();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All at once, so that no half file is seen. */
    private void change() {
        try {
            Path part = Files.write(live.resolveSibling("next.part"), versions.get(next++ % versions.size()));
            Files.move(part, live, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Failure("cannot write " + live + ": " + e.getMessage(), e);
        }
    }
}
