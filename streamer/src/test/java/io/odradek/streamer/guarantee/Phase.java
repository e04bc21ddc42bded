package io.odradek.streamer.guarantee;

import io.odradek.streamer.kit.Account;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** One promise under all faults: starts a site, breaks it again and again, and accounts for every image. */
final class Phase {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** What has not recovered by then meets the next strike as it is. */
    private static final Duration MOST_REST = Duration.ofSeconds(8);

    private static final Duration LONGEST = Duration.ofMinutes(20);

    private final Promise promise;
    private final long seed;
    private final List<Strike> strikes;
    private final int leastImages;
    private final PrintStream out;
    private final Map<Fault, Integer> begun = new EnumMap<>(Fault.class);
    private final long begin = System.nanoTime();

    /** @param leastImages images go on until so many were sent */
    Phase(Promise promise, long seed, List<Strike> strikes, int leastImages, PrintStream out) {
        this.promise = promise;
        this.seed = seed;
        this.strikes = strikes;
        this.leastImages = leastImages;
        this.out = out;
    }

    /** Each promise meets both protocols, seed by seed. */
    private String protocol() {
        return seed % 2 == 0 == (promise == Promise.AT_LEAST_ONCE) ? "classic" : "streams";
    }

    /** @param dir absolute and empty; gets data and logs */
    Verdict run(Path dir) {
        try (Site site = new Site(dir, promise, protocol(), seed)) {
            site.start();
            say(site, promise.setting() + ", group protocol " + protocol());
            for (Strike strike : strikes) {
                strike(site, strike);
            }
            say(site, "no more faults");
            Awaitility.await().atMost(LONGEST).until(() -> site.feed().sent() >= leastImages);
            int sent = site.feed().stop();
            awaitAnswers(site, sent);
            LastVersion last = LastVersion.await(site);
            site.fleet().stop();
            return verdict(site, sent + last.sent(), last.stale());
        }
    }

    private Verdict verdict(Site site, int sent, List<String> stale) {
        Account account = Account.of(
                site.cluster().read("images"),
                site.cluster().read("predictions"),
                site.letters().all(),
                // A transaction is done again in order.
                promise == Promise.EXACTLY_ONCE ? letter -> true : site.letters()::isOrdered);
        Duration time = Duration.ofNanos(System.nanoTime() - begin);
        Verdict verdict = new Verdict(
                promise,
                seed,
                protocol(),
                sent,
                account,
                stale,
                begun,
                site.fleet().exits(),
                time);
        say(site, "accounted for " + verdict.accounted() + " of " + account.images());
        return verdict;
    }

    private void strike(Site site, Strike strike) {
        say(site, strike.toString());
        List<Runnable> mends = new ArrayList<>();
        for (Fault fault : strike.faults()) {
            begun.merge(fault, 1, Integer::sum);
            mends.add(fault.begin(site, strike.pick()));
        }
        pause(strike.hold());
        mends.forEach(Runnable::run);
        // Answers that name a version are right only if each is the one that gave it.
        site.swaps().good();
        site.awaitStreamers(MOST_REST);
    }

    /** Until each image has an answer, or none came for two minutes: then the account says what is lost. */
    private static void awaitAnswers(Site site, int sent) {
        long over = System.nanoTime();
        Awaitility.await()
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> site.answers().answered() >= sent
                        || site.answers().silenceSince(over).compareTo(PATIENCE) > 0);
    }

    private void say(Site site, String what) {
        out.printf(
                "%s %4d s  %-45s sent %,7d  answered %,7d%n",
                LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS),
                Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                what,
                site.feed().sent(),
                site.answers().answered());
    }

    private static void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted");
            }
        }
    }
}
