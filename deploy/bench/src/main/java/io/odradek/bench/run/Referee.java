package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.measure.Latencies;
import io.odradek.bench.measure.Turn;
import io.odradek.bench.process.Contestant;
import io.odradek.bench.process.ProcessorTime;
import io.odradek.quickstart.console.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Gives each contestant its turns: lays the images while it stands still, lets it run, and takes the processor time when its
 * last answer is there. Used by one thread.
 */
final class Referee {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 20;
    /** Before each turn, so that what a stopped process has to catch up with, and cold caches, are behind it. */
    private static final int SETTLE = 4_000;
    /** The share of its time that Java's compilers take of what is warm. */
    private static final double RESTS = 0.02;

    /** Images in a second, of which a poll finds a few. */
    private static final double A_FEW_A_POLL = 2_000;
    /** One of so many images with which a contestant is warmed arrives. */
    private static final int ARRIVING = 10;

    private final String bootstrap;
    private final Feed feed;
    private final Ledger ledger;
    private final Contestant broker;
    private final Map<String, Integer> laid = new HashMap<>();

    Referee(String bootstrap, Feed feed, Ledger ledger, Contestant broker) {
        this.bootstrap = bootstrap;
        this.feed = feed;
        this.ledger = ledger;
        this.broker = broker;
    }

    /** Lets a contestant answer so many images, and stops it. */
    void settle(Contestant contestant, int images) throws InterruptedException {
        Turn unused = measured(contestant, images);
    }

    /**
     * Lets a contestant answer so many images that arrive as they do where latency is measured, a few a request, and stops it.
     * What runs once a request or a poll is called more often then than under a backlog, and is compiled sooner.
     */
    private void answerArrivals(Contestant contestant, int images) throws InterruptedException {
        Entry entry = contestant.entry();
        contestant.thaw();
        Arrivals arrivals = new Arrivals(bootstrap, feed.values(entry.payload()));
        Latencies.Window unused = arrivals.window(entry, A_FEW_A_POLL, 0, images);
        contestant.freeze();
        laid.merge(entry.name(), images, Integer::sum);
        ledger.clear(entry);
    }

    /**
     * Lets a contestant answer at least so many images, some of which arrive, and more until Java has compiled what is
     * worth it, in the broker too, and stops it.
     *
     * @param longest after which it counts as warm all the same
     * @return how many it were
     */
    int warmUp(Contestant contestant, int images, Duration longest) throws InterruptedException {
        int step = Math.max(1, Math.min(images, contestant.entry().images()));
        int arriving = Math.max(1, images / ARRIVING);
        answerArrivals(contestant, arriving);
        long end = System.nanoTime() + longest.toNanos();
        int done = arriving;
        double compiling = 1;
        while (done < images || (compiling > RESTS && System.nanoTime() < end)) {
            Turn turn = measured(contestant, step);
            compiling = turn.compilerMicros() / turn.micros();
            ledger.clear(contestant.entry());
            done += step;
        }
        return done;
    }

    /** One turn of a stopped contestant. */
    Turn turn(Contestant contestant) throws InterruptedException {
        return turn(contestant, contestant.entry().images());
    }

    /** One of so many images. */
    Turn turn(Contestant contestant, int images) throws InterruptedException {
        settle(contestant, Math.min(SETTLE, images));
        Turn turn = measured(contestant, images);
        ledger.clear(contestant.entry());
        return turn;
    }

    private Turn measured(Contestant contestant, int images) throws InterruptedException {
        Entry entry = contestant.entry();
        contestant.freeze();
        int from = laid.getOrDefault(entry.name(), 0);
        feed.lay(entry, from, images);
        laid.put(entry.name(), from + images);
        double application = contestant.processorMicros();
        Map<Path, ProcessorTime.Used> threads = contestant.threads();
        double brokers = broker.processorMicros();
        Map<Path, ProcessorTime.Used> brokerThreads = broker.threads();
        long start = System.nanoTime();
        contestant.thaw();
        awaitAnswers(contestant, from + images);
        double seconds = (System.nanoTime() - start) / 1e9;
        Turn turn = new Turn(
                images,
                (contestant.processorMicros() - application) / images,
                (broker.processorMicros() - brokers) / images,
                broker.sharesSince(brokerThreads).getOrDefault(ProcessorTime.COMPILER, 0.0),
                images / seconds,
                contestant.sharesSince(threads));
        contestant.freeze();
        return turn;
    }

    private void awaitAnswers(Contestant contestant, long total) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long answered = ledger.answered(contestant.entry());
        while (answered < total) {
            contestant.requireAlive();
            if (System.nanoTime() > deadline) {
                throw new Failure(contestant.entry().name() + " answered " + answered + " of " + total
                        + " images, and none for " + PATIENCE.toMinutes() + " minutes");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            long before = answered;
            answered = ledger.answered(contestant.entry());
            if (answered > before) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            }
        }
    }
}
