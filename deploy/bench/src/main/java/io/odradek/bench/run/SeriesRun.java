package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.Growth;
import io.odradek.bench.entry.Lineup;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs one series: starts and warms up all, then round by round gives each its turn, each round in another order. */
final class SeriesRun {
    private static final String[] BATCHES = {"32", "128"};

    private final Options options;
    private final Effort effort;
    private final Console console;
    private final Programs programs;
    private final Starter starter;
    private final Ledger ledger;
    private final Referee referee;
    private final LatencyRun latencyRun;
    private final String bootstrap;
    private final Map<NetName, Path> nets;
    private final Expectations expectations;

    SeriesRun(Options options, Effort effort, Console console, Lab lab) {
        this.options = options;
        this.effort = effort;
        this.console = console;
        this.programs = lab.programs();
        this.starter = lab.starter();
        this.ledger = lab.ledger();
        this.referee = lab.referee();
        this.latencyRun = new LatencyRun(options, console, lab);
        this.bootstrap = lab.bootstrap();
        this.nets = lab.nets();
        this.expectations = lab.expectations();
    }

    Results run(Series series) throws InterruptedException {
        ledger.create(series.entries());
        List<Contestant> contestants = new ArrayList<>();
        Results results = new Results();
        try {
            for (Entry entry : series.entries()) {
                contestants.add(warm(entry, results));
            }
            List<Contestant> order = new ArrayList<>(contestants);
            Random random = new Random(1);
            for (int round = 1; round <= effort.rounds(); round++) {
                round(series, order, results);
                console.line("round %d of %d done", round, effort.rounds());
                shuffle(order, random);
            }
            latency(contestants, results, Lineup.PROMPT, Lineup.ODRADEK);
            latency(contestants, results, Lineup.PROMPT_EXACTLY_ONCE, Lineup.ODRADEK_EXACTLY_ONCE);
            contestants.forEach(c -> c.residentBytes().ifPresent(bytes -> results.resident(c.entry(), bytes)));
        } finally {
            contestants.forEach(Contestant::end);
        }
        return results;
    }

    /** Never as before, so that two take turns. */
    private static void shuffle(List<Contestant> order, Random random) {
        List<Contestant> before = List.copyOf(order);
        Collections.shuffle(order, random);
        if (order.equals(before)) {
            Collections.rotate(order, 1);
        }
    }

    /** One contestant whose turns have so many images, each of them in each round; named after them in the results. */
    Results run(Entry entry, List<Integer> turns) throws InterruptedException {
        ledger.create(List.of(entry));
        Results results = new Results();
        Contestant contestant = warm(entry, results);
        try {
            for (int round = 1; round <= effort.rounds(); round++) {
                for (int images : turns) {
                    results.add(entry.named(entry.name() + "-" + images, images), referee.turn(contestant, images));
                }
                console.line("round %d of %d done", round, effort.rounds());
            }
        } finally {
            contestant.end();
        }
        return results;
    }

    private Contestant warm(Entry entry, Results results) throws InterruptedException {
        Contestant contestant = starter.start(entry);
        // A look at the answers first, while there are few of them.
        int warmUp = effort.warmUp(entry);
        int few = Math.min(10_000, warmUp / 2);
        referee.settle(contestant, few);
        Check.Looked looked = Check.answers(bootstrap, entry, expectations.of(entry.net(), few));
        if (entry.name().equals(Lineup.ODRADEK)) {
            results.answers(looked.meanBytes());
        }
        int images = few + referee.warmUp(contestant, warmUp - few, effort.longestWarmUp());
        console.line(
                "%s: %,d answers %s, warm after %,d images",
                entry.name(), looked.answers(), looked.compared() ? "are the net's" : "came", images);
        return contestant;
    }

    private void round(Series series, List<Contestant> contestants, Results results) throws InterruptedException {
        for (NetName net : series.limits()) {
            inference(net, results);
        }
        for (Contestant contestant : contestants) {
            Turn turn = referee.turn(contestant);
            results.add(contestant.entry(), turn);
        }
    }

    /** Of a limit and of the streamer, at shares of what the streamer sustains, and at the rates that were asked for. */
    private void latency(List<Contestant> contestants, Results results, String limit, String odradek)
            throws InterruptedException {
        List<Contestant> pair = contestants.stream()
                .filter(c -> List.of(limit, odradek).contains(c.entry().name())
                        || (options.variants().contains(c.entry())
                                && c.entry().exactlyOnce() == odradek.equals(Lineup.ODRADEK_EXACTLY_ONCE)))
                .sorted(Comparator.comparing(c -> c.entry().program()))
                .toList();
        if (!options.parts().contains(Options.Part.LATENCY) || !results.has(odradek)) {
            return;
        }
        if (pair.size() < 2) {
            console.line("no latency: %s has nothing beside it, such as %s", odradek, limit);
            return;
        }
        double throughput = results.of(odradek, Turn::imagesPerSecond).median();
        double sustained = latencyRun.sustained(named(odradek, pair), throughput);
        results.sustained(odradek, sustained);
        console.line(
                "%s sustains %,.0f images/s as they arrive, %.0f %% of its throughput",
                odradek, sustained, 100 * sustained / throughput);
        List<Double> rates = new ArrayList<>(
                options.loads().stream().map(load -> load * sustained).toList());
        rates.addAll(options.rates());
        for (double rate : rates) {
            if (rate < sustained) {
                results.add(
                        new Results.LatencyAt(rate / sustained, rate / throughput, rate, latencyRun.run(pair, rate)));
            } else {
                console.line("no latency at %,.0f images/s, which are more than %s sustains", rate, odradek);
            }
        }
    }

    private static Contestant named(String name, List<Contestant> contestants) {
        return contestants.stream()
                .filter(c -> c.entry().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void inference(NetName net, Results results) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                nets.getOrDefault(net, options.model()).toString(),
                options.images().toString(),
                String.valueOf(inferences(net))));
        arguments.addAll(List.of(BATCHES));
        for (String line : programs.run("inference", Inference.class, arguments.toArray(String[]::new))) {
            String[] words = line.split(" ", -1);
            results.addInference(
                    new Results.Limit(net, Integer.parseInt(words[0])),
                    Double.parseDouble(words[1]),
                    Double.parseDouble(words[2]));
        }
    }

    private int inferences(NetName net) {
        return net == NetName.DENSE ? 8 * options.shortTurn() : Growth.images(net, options.shortTurn());
    }
}
