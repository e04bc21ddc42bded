package io.odradek.bench.endurance;

import com.google.gson.JsonObject;
import io.odradek.bench.endurance.OverloadFigures.Rate;
import io.odradek.bench.load.Instance;
import io.odradek.bench.load.Phase;
import io.odradek.bench.load.Receiver;
import io.odradek.bench.load.Rig;
import io.odradek.bench.load.Sampler;
import io.odradek.bench.load.Sender;
import io.odradek.bench.measure.Bar;
import io.odradek.bench.measure.Latencies;
import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Many times what the streamer sustains, then normal load until nothing waits and a while longer. Used by one thread. */
public final class OverloadRun {
    /** Steps that it tells. */
    public static final int STEPS = 6;

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int FEWEST = 500;
    /** Images that wait under normal load too, in seconds of it. */
    private static final double IN_WORK_SECONDS = 0.25;

    private final OverloadPlan plan;
    private final Rig.Site site;
    private final Console console;
    private final Children children;

    /** Prepares nothing yet; children stop with this process. */
    public OverloadRun(OverloadPlan plan, Rig.Site site, Console console, Children children) {
        this.plan = plan;
        this.site = site;
        this.console = console;
        this.children = children;
    }

    /** Measures and judges. */
    public Outcome run() throws InterruptedException {
        console.step(
                "A broker and a streamer whose net takes %.0f MFLOP an image",
                plan.net().mflop());
        Map<String, String> settings = Map.of(
                "odradek.model.path",
                net().toString(),
                "odradek.model.name",
                plan.net().model());
        try (Rig rig = Rig.open(site, children, List.of(), settings)) {
            Instance instance = rig.start("streamer", plan.java());
            instance.awaitReady();
            List<byte[]> pixels = rig.pixels();
            try (Receiver receiver = Receiver.start(rig.bootstrap(), Rig.ANSWERS, Rig.PARTITIONS);
                    Sender sender = Sender.start(
                            rig.bootstrap(), Rig.IMAGES, Rig.PARTITIONS, i -> pixels.get((int) (i % pixels.size())));
                    Sampler sampler = Sampler.start(instance, sender, receiver, console, EVERY)) {
                return new Course(rig, instance, sender, receiver, sampler).run();
            } finally {
                instance.end();
            }
        }
    }

    private Path net() {
        try {
            Files.createDirectories(site.out());
            return Files.write(site.out().resolve("overload.onnx"), plan.net().convolution());
        } catch (IOException e) {
            throw new Failure("cannot write the net: " + e.getMessage(), e);
        }
    }

    /** One run, when everything is there. */
    private final class Course {
        private final Rig rig;
        private final Instance instance;
        private final Sender sender;
        private final Receiver receiver;
        private final Sampler sampler;

        Course(Rig rig, Instance instance, Sender sender, Receiver receiver, Sampler sampler) {
            this.rig = rig;
            this.instance = instance;
            this.sender = sender;
            this.receiver = receiver;
            this.sampler = sampler;
        }

        Outcome run() throws InterruptedException {
            console.step("What it sustains");
            Rate sustained = sustained();
            console.line(
                    "%,.0f images/s, %.0f us of processor time an image",
                    sustained.imagesPerSecond(), sustained.cpuMicros());
            double normal = plan.load() * sustained.imagesPerSecond();
            console.step("Normal load: %,.0f images/s", normal);
            settle(Phase.WARM_UP, normal);
            window(Phase.BEFORE, normal);
            console.step(
                    "Overload: %.0f times what it sustains, for %d s",
                    plan.times(), plan.overload().toSeconds());
            double overloadRate = overload(plan.times() * sustained.imagesPerSecond());
            long waiting = sender.sent() - receiver.answered();
            console.step("Normal load, until none of %,d images wait, and a while longer", waiting);
            long began = System.nanoTime();
            Rate drain = drain(normal);
            double drainSeconds = secondsSince(began);
            settle(Phase.DRAIN, normal);
            window(Phase.AFTER, normal);
            OverloadFigures figures = new OverloadFigures(
                    sustained,
                    normal,
                    overloadRate,
                    waiting,
                    drain,
                    drainSeconds,
                    latency(Phase.BEFORE),
                    latency(Phase.AFTER));
            return judged(figures);
        }

        /** Warms up by bursts, then measures one. */
        private Rate sustained() throws InterruptedException {
            long end = System.nanoTime() + plan.warmUp().toNanos();
            Rate rate = burst(FEWEST);
            do {
                rate = burst((int) (rate.imagesPerSecond() * plan.burst().toMillis() / 4_000));
            } while (System.nanoTime() < end);
            phase(Phase.BURST, 0);
            return burst((int) (rate.imagesPerSecond() * plan.burst().toMillis() / 1_000));
        }

        /** From when all images are there until all are answered. */
        private Rate burst(int images) throws InterruptedException {
            int count = Math.max(FEWEST, images);
            long goal = receiver.answered() + count;
            sender.burst(Phase.BURST, count);
            return rateUntil(() -> goal);
        }

        private Rate rateUntil(LongSupplier goal) throws InterruptedException {
            long start = System.nanoTime();
            long before = receiver.answered();
            double cpu = instance.cpuMicros();
            Patience.await("answers", receiver::answered, goal, sampler::requireWell);
            long answers = receiver.answered() - before;
            return new Rate(answers / secondsSince(start), (instance.cpuMicros() - cpu) / answers);
        }

        private void settle(Phase phase, double rate) throws InterruptedException {
            phase(phase, rate);
            Patience.pass(plan.window().dividedBy(4), sampler::requireWell);
        }

        private void window(Phase phase, double rate) throws InterruptedException {
            phase(phase, rate);
            Patience.pass(plan.window(), sampler::requireWell);
        }

        /** Returns images a second that came. */
        private double overload(double rate) throws InterruptedException {
            long before = sender.sent();
            long start = System.nanoTime();
            phase(Phase.OVERLOAD, rate);
            Patience.pass(plan.overload(), sampler::requireWell);
            return (sender.sent() - before) / secondsSince(start);
        }

        private Rate drain(double normal) throws InterruptedException {
            phase(Phase.DRAIN, normal);
            long inWork = (long) (IN_WORK_SECONDS * normal);
            return rateUntil(() -> sender.sent() - inWork);
        }

        private Outcome judged(OverloadFigures figures) throws InterruptedException {
            console.step("Whether every image was answered");
            sender.stop();
            Patience.await("answers", receiver::answered, sender::sent, sampler::requireWell);
            sampler.close();
            Account account = Account.of(rig);
            console.line(account.words());
            List<Bar> bars = figures.bars(plan, sampler.samples(), account.unaccounted());
            JsonObject json = Json.of(figures);
            json.addProperty("images", sender.sent());
            json.addProperty("residentMebibytes", OverloadFigures.mostResident(sampler.samples()));
            return new Outcome(json, bars, account.json(), sampler.samples());
        }

        private void phase(Phase phase, double rate) {
            sampler.phase(phase);
            sender.pace(phase, rate);
        }

        private Latencies.Window latency(Phase phase) {
            return receiver.latency(phase).orElseThrow(() -> new Failure("no image was answered: " + phase));
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
