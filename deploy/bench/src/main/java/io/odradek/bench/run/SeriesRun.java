package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.entry.Series;
import io.odradek.bench.measure.Turn;
import io.odradek.bench.process.Contestant;
import io.odradek.bench.process.Programs;
import io.odradek.bench.process.Starter;
import io.odradek.bench.rival.Inference;
import io.odradek.quickstart.console.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Runs one series: starts and warms up all, then round by round gives each its turn, each round in another order. */
final class SeriesRun {
    private static final String[] BATCHES = {"32", "128"};

    private final Options options;
    private final Console console;
    private final Programs programs;
    private final Starter starter;
    private final Ledger ledger;
    private final Referee referee;
    private final String bootstrap;
    private final Map<NetName, Path> nets;
    private final Map<NetName, int[]> expected;

    SeriesRun(Options options, Console console, Lab lab) {
        this.options = options;
        this.console = console;
        this.programs = lab.programs();
        this.starter = lab.starter();
        this.ledger = lab.ledger();
        this.referee = lab.referee();
        this.bootstrap = lab.bootstrap();
        this.nets = lab.nets();
        this.expected = lab.expected();
    }

    Results run(Series series) throws InterruptedException {
        ledger.create(series.entries());
        List<Contestant> contestants = new ArrayList<>();
        Results results = new Results();
        try {
            for (Entry entry : series.entries()) {
                contestants.add(warm(entry));
            }
            for (int round = 1; round <= options.rounds(); round++) {
                round(series, contestants, results);
                console.line("round %d of %d done", round, options.rounds());
                Collections.rotate(contestants, 1);
            }
            contestants.forEach(c -> c.residentBytes().ifPresent(bytes -> results.resident(c.entry(), bytes)));
        } finally {
            contestants.forEach(Contestant::end);
        }
        return results;
    }

    private Contestant warm(Entry entry) throws InterruptedException {
        Contestant contestant = starter.start(entry);
        // A look at the answers first, while there are few of them.
        int few = Math.min(10_000, options.warmUp());
        referee.warmUp(contestant, few);
        int answers = Check.answers(bootstrap, entry, expected.getOrDefault(entry.net(), new int[0]));
        referee.warmUp(contestant, Math.max(1, options.warmUp() - few));
        ledger.clear(entry);
        console.line("%s: %,d answers looked at, %,d images to warm up", entry.name(), answers, options.warmUp());
        return contestant;
    }

    private void round(Series series, List<Contestant> contestants, Results results) throws InterruptedException {
        inference(series.limit(), results);
        for (Contestant contestant : contestants) {
            Turn turn = referee.turn(contestant);
            results.add(contestant.entry(), turn);
        }
    }

    private void inference(NetName net, Results results) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                nets.getOrDefault(net, options.model()).toString(),
                options.images().toString(),
                String.valueOf(net == NetName.DENSE ? 8 * options.turn() : options.turn())));
        arguments.addAll(List.of(BATCHES));
        for (String line : programs.run("inference", Inference.class, arguments.toArray(String[]::new))) {
            String[] words = line.split(" ", -1);
            results.addInference(
                    Integer.parseInt(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
        }
    }
}
