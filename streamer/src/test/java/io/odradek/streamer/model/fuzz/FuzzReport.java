package io.odradek.streamer.model.fuzz;

import io.odradek.streamer.model.fuzz.FuzzedProcess.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what became of mutants. Not thread-safe. */
final class FuzzReport {
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> finds = new ArrayList<>();
    private long slowest;
    private long slowestSeed;
    private long largest;
    private long largestSeed;

    /** Of the check in pure Java. */
    void refusedInJava(String stage) {
        outcomes.merge("java:" + stage, 1, Integer::sum);
    }

    /** Of the whole admission. */
    void tried(long seed, Result result) {
        if (result instanceof Result.Tried tried) {
            outcomes.merge("runtime:" + tried.outcome(), 1, Integer::sum);
            if (tried.millis() > slowest) {
                slowest = tried.millis();
                slowestSeed = seed;
            }
            if (tried.mebibytes() > largest) {
                largest = tried.mebibytes();
                largestSeed = seed;
            }
        } else {
            outcomes.merge("runtime:" + result.getClass().getSimpleName(), 1, Integer::sum);
            finds.add("seed " + seed + ": " + result);
        }
    }

    /** Mutants that killed or hung the process, by seed. */
    List<String> finds() {
        return finds;
    }

    /** How many mutants there were. */
    int mutants() {
        return outcomes.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many reached the runtime. */
    int atTheRuntime() {
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("runtime:"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    @Override
    public String toString() {
        return mutants() + " mutants, " + atTheRuntime() + " at the runtime: " + outcomes + "; slowest " + slowest
                + " ms (seed " + slowestSeed + "), largest " + largest + " MiB (seed " + largestSeed + "); finds "
                + finds;
    }
}
