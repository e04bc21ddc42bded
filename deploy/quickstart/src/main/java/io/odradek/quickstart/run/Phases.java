package io.odradek.quickstart.run;

import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.measure.Flow;
import io.odradek.quickstart.measure.Image;
import io.odradek.quickstart.measure.Latency;
import io.odradek.quickstart.measure.Prediction;
import io.odradek.quickstart.measure.Scores;
import io.odradek.quickstart.measure.Source;
import io.odradek.quickstart.measure.Throughput;
import io.odradek.quickstart.measure.VersionSwitch;
import io.odradek.quickstart.process.ChildProcess;
import io.odradek.quickstart.report.Mistake;
import io.odradek.quickstart.report.Phase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The three phases of traffic, each shown on the terminal when it is over. Used by one thread. */
final class Phases {
    private static final int PACED_SECONDS = 10;
    private static final int MISTAKES_SHOWN = 60;

    /** Slow enough for two cores that train at the same time. */
    private static final int SWAP_RATE = 250;

    /** Predictions of the new version to wait for, once every partition has one. */
    private static final int AFTER_SWITCH = 300;

    private static final Duration SWITCH_PATIENCE = Duration.ofMinutes(1);

    private final Options options;
    private final Console console;
    private final Traffic traffic;
    private final Service streamer;

    Phases(Options options, Console console, Traffic traffic, Service streamer) {
        this.options = options;
        this.console = console;
        this.traffic = traffic;
        this.streamer = streamer;
    }

    /** The outcome of the full-rate phase. */
    record FullRate(Phase phase, Scores scores, Throughput throughput, List<Mistake> mistakes, Sample sample) {}

    /**
     * An image to try by hand.
     *
     * @param png its file
     * @param label what it truly shows
     */
    record Sample(byte[] png, String label) {}

    /** The outcome of the swap phase. */
    record Swap(Phase phase, VersionSwitch versionSwitch) {}

    /** What the swap phase needs done while images flow. */
    @FunctionalInterface
    interface TrainNext {
        ChildProcess start() throws InterruptedException;
    }

    FullRate fullRate(List<String> labels) throws InterruptedException {
        console.step("Full rate: %,d test images as PNG records", options.images());
        Flow flow = traffic.send(new Replay("full-rate", options.images(), 0, true));
        List<Prediction> predictions = flow.firstPredictions();
        Map<Source, String> truths = truths(flow.images(), traffic.truth());
        Image first = flow.images().get(0);
        FullRate result = new FullRate(
                phase("full rate", 0, flow),
                Scores.of(labels, predictions, truths),
                Throughput.of(predictions),
                Mistake.worst(flow, truths, MISTAKES_SHOWN),
                new Sample(first.encoded(), truths.getOrDefault(first.source(), "")));
        console.table(Tables.scores(result.scores()));
        console.line(
                "%,.0f images/s: %,d in %.2f s, from the first image's timestamp to the last prediction's receipt,"
                        + " the streamer's warm-up included",
                result.throughput().imagesPerSecond(),
                result.throughput().images(),
                result.throughput().seconds());
        console.line(Tables.accounting(result.phase().accounting()));
        return result;
    }

    Phase paced(Throughput measured) throws InterruptedException {
        int rate = (int) Math.max(1, Math.min(options.rate(), measured.imagesPerSecond() / 2));
        int count = Math.min(options.images(), rate * PACED_SECONDS);
        console.step("Paced: %,d images at %,d images/s", count, rate);
        Phase phase = phase("paced", rate, traffic.send(new Replay("paced", count, rate, false)));
        console.line(Tables.latency(phase.latency()));
        console.line(Tables.accounting(phase.accounting()));
        return phase;
    }

    Swap swap(int pacedRate, String from, String to, TrainNext trainNext) throws InterruptedException {
        int rate = Math.min(pacedRate, SWAP_RATE);
        console.step("Swap: one more epoch, published while %,d images/s flow", rate);
        Traffic.Running running = traffic.start(new Replay("swap", Integer.MAX_VALUE, rate, false));
        Runnable alive = () -> {
            streamer.requireAlive();
            running.process().requireAlive();
        };
        trainNext.start().awaitSuccess(Quickstart.TRAIN_PATIENCE, alive);
        awaitSwitch(running, to, Math.min(AFTER_SWITCH, rate), alive);
        running.process().terminate();
        Flow flow = traffic.finish(running);
        Swap swap = new Swap(phase("swap", rate, flow), VersionSwitch.of(flow.predictions(), from, to));
        console.table(Tables.versions(swap.versionSwitch(), from, to));
        console.line(Tables.partitions(swap.versionSwitch()));
        console.line(Tables.latency(swap.phase().latency()));
        console.line(Tables.accounting(swap.phase().accounting()));
        return swap;
    }

    private void awaitSwitch(Traffic.Running running, String version, int enough, Runnable alive)
            throws InterruptedException {
        long deadline = System.nanoTime() + SWITCH_PATIENCE.toNanos();
        while (true) {
            List<Prediction> fresh = traffic.arrived(running).stream()
                    .filter(p -> p.version().equals(version))
                    .toList();
            long partitions =
                    fresh.stream().map(p -> p.source().partition()).distinct().count();
            if (partitions == Quickstart.PARTITIONS && fresh.size() >= enough) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new Failure("model version " + version + " was published, but after "
                        + SWITCH_PATIENCE.toSeconds() + " s it had made only " + fresh.size() + " predictions in "
                        + partitions + " of " + Quickstart.PARTITIONS + " partitions" + streamer.seeLog());
            }
            alive.run();
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static Phase phase(String name, int rate, Flow flow) {
        return new Phase(name, rate, flow.accounting(), Latency.of(flow.predictions()));
    }

    private static Map<Source, String> truths(List<Image> images, Map<String, String> labels) {
        Map<Source, String> truths = new HashMap<>();
        for (Image image : images) {
            String label = labels.get(image.id());
            if (label != null) {
                truths.put(image.source(), label);
            }
        }
        return truths;
    }
}
