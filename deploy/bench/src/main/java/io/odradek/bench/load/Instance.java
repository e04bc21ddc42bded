package io.odradek.bench.load;

import io.odradek.bench.process.ProcessorTime;
import io.odradek.bench.process.StreamerHealth;
import io.odradek.bench.process.Vitals;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.ChildProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A streamer that was started as its users start it.
 *
 * @param health asks it
 */
public record Instance(ChildProcess process, StreamerHealth health) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(60);

    /** Returns when it classifies. */
    public void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!health.isReady()) {
            process.requireAlive();
            if (System.nanoTime() > deadline) {
                throw new Failure("the streamer is not ready after " + PATIENCE.toSeconds() + " s" + process.seeLog());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** What it holds. */
    public Vitals vitals() {
        process.requireAlive();
        return Vitals.of(process.pid());
    }

    /** Processor time that it took since its start. */
    public double cpuMicros() {
        process.requireAlive();
        return ProcessorTime.of(List.of(process.pid()));
    }

    /** Its metrics; empty when it does not answer. */
    public Optional<Scrape> scrape() throws InterruptedException {
        return health.body("/metrics").map(Scrape::of);
    }

    /** Ends it as a shutdown does. */
    public void end() {
        process.stop(GRACE);
    }
}
