package io.odradek.bench.load;

import io.odradek.bench.measure.Latencies;
import io.odradek.bench.process.Vitals;
import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.console.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a streamer again and again, in a thread of its own, and says each tenth time what it saw. Thread-safe; {@link #close}
 * ends the thread.
 */
public final class Sampler implements AutoCloseable {
    private static final int SAID = 10;

    private final Instance instance;
    private final Sender sender;
    private final Receiver receiver;
    private final Console console;
    private final long start = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private volatile Phase phase = Phase.WARM_UP;

    private Sampler(Instance instance, Sender sender, Receiver receiver, Console console) {
        this.instance = instance;
        this.sender = sender;
        this.receiver = receiver;
        this.console = console;
    }

    /** Begins, so often. */
    public static Sampler start(Instance instance, Sender sender, Receiver receiver, Console console, Duration every) {
        Sampler sampler = new Sampler(instance, sender, receiver, console);
        Future<?> unused =
                sampler.executor.scheduleAtFixedRate(sampler::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return sampler;
    }

    /** What the next samples belong to. */
    public void phase(Phase next) {
        phase = next;
    }

    /** All so far, in order. */
    public List<Sample> samples() {
        requireWell();
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    /** Throws the reason when the streamer, the sender or the receiver has failed. */
    public void requireWell() {
        RuntimeException e = failure.get();
        if (e != null) {
            throw e instanceof Failure f ? f : new Failure("cannot look at the streamer: " + e, e);
        }
    }

    private void look() {
        try {
            Sample sample = sample();
            int before;
            synchronized (samples) {
                before = samples.size();
                samples.add(sample);
            }
            if (before % SAID == 0) {
                console.line(sample.line());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private Sample sample() throws InterruptedException {
        Vitals vitals = instance.vitals();
        @Nullable Scrape scrape = instance.scrape().orElse(null);
        Optional<Latencies.Window> recent = receiver.recent();
        return new Sample(
                (System.nanoTime() - start) / 1e9,
                phase,
                vitals.residentBytes(),
                scrape == null ? null : (long) scrape.sum("jvm_memory_used_bytes", "area=\"heap\""),
                vitals.threads(),
                vitals.files(),
                sender.sent(),
                receiver.answered(),
                scrape == null ? null : (long) scrape.sum("kafka_consumer_coordinator_rebalance_total", ""),
                recent.map(Latencies.Window::p99).orElse(null));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
