package io.odradek.streamer.guarantee;

import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.UnsafeRun;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The guarantee run: the unsafe variant first, then rounds of both promises. */
final class Run {
    private static final int UNSAFE_IMAGES = 6_000;

    private final Options options;
    private final Path out;
    private final PrintStream console;

    /** @param out a directory for data and logs, which is emptied, and for {@code summary.json} */
    Run(Options options, Path out, PrintStream console) {
        this.options = options;
        this.out = out.toAbsolutePath().normalize();
        this.console = console;
    }

    /** Runs all of it, up to the first round that breaks a promise. */
    Summary run() {
        empty(out);
        Map<Fault, String> skipped = skipped();
        skipped.forEach((fault, reason) -> console.println("skipped: " + fault + ", " + reason));
        List<Fault> kinds = Arrays.stream(Fault.values())
                .filter(fault -> !skipped.containsKey(fault))
                .filter(fault -> options.only().isEmpty() || options.only().contains(fault))
                .toList();
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("nothing is left to break: " + skipped);
        }
        int unsafe = unsafeVariantLost();
        List<Verdict> phases = new ArrayList<>();
        List<String> unjudged = new ArrayList<>();
        Summary summary = new Summary(options.seed(), options.minutes(), phases, unjudged, skipped, unsafe);
        if (unsafe == 0) {
            write(summary);
        }
        for (int round = 0; round < options.rounds() && summary.broken().isEmpty(); round++) {
            long seed = options.seed() + round;
            for (Promise promise : Promise.values()) {
                try {
                    phases.add(phase(promise, seed, kinds));
                } catch (IllegalStateException e) {
                    unjudged.add(String.valueOf(e.getMessage()));
                    throw e;
                } finally {
                    write(summary);
                }
            }
        }
        return summary;
    }

    private Verdict phase(Promise promise, long seed, List<Fault> kinds) {
        List<Strike> strikes = Schedule.of(seed, kinds, options.strikes());
        Path dir = out.resolve(promise.setting() + "-" + seed);
        Verdict verdict;
        try {
            verdict = new Phase(promise, seed, strikes, options.images(), console).run(directory(dir));
        } catch (RuntimeException | AssertionError e) {
            throw new IllegalStateException(
                    promise.setting() + " could not be judged: " + e.getMessage() + "; again: " + options.replay(seed),
                    e);
        }
        verdict.exits().forEach(exit -> console.println("  " + exit));
        if (!verdict.broken().isEmpty()) {
            console.println("broken; data and logs stay in " + dir + "; again: " + options.replay(seed));
        } else {
            empty(dir);
        }
        return verdict;
    }

    private int unsafeVariantLost() {
        try (Cluster cluster = Cluster.inProcess();
                UnsafeRun unsafe = new UnsafeRun(directory(out.resolve("unsafe")), cluster)) {
            Account account = unsafe.account(UNSAFE_IMAGES);
            console.println("the unsafe variant: " + account);
            return account.lost().size();
        }
    }

    /** What this machine can not play. */
    private Map<Fault, String> skipped() {
        Map<Fault, String> skipped = new EnumMap<>(Fault.class);
        try (SmallDisk disk = new SmallDisk(out.resolve("disk"))) {
            disk.missing().ifPresent(reason -> {
                String why = "a small disk can not be mounted: " + reason;
                skipped.put(Fault.BROKER_DISK_FULL, why);
                skipped.put(Fault.MODEL_CACHE_FULL, why);
            });
        }
        return skipped;
    }

    private void write(Summary summary) {
        try {
            Files.writeString(out.resolve("summary.json"), summary.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory(Path dir) {
        try {
            return Files.createDirectories(dir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void empty(Path dir) {
        SmallDisk.removeBelow(dir);
        if (!Files.isDirectory(dir)) {
            directory(dir);
            return;
        }
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(dir)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + dir + ": " + e.getMessage(), e);
        }
    }
}
