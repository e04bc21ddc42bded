package io.odradek.bench.endurance;

import io.odradek.bench.load.Instance;
import io.odradek.bench.load.Mix;
import io.odradek.bench.load.Phase;
import io.odradek.bench.load.Receiver;
import io.odradek.bench.load.Rig;
import io.odradek.bench.load.Sample;
import io.odradek.bench.load.Sampler;
import io.odradek.bench.load.Sender;
import io.odradek.bench.measure.Bar;
import io.odradek.bench.net.Nets;
import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Normal load for a long time, with images of all kinds, a new model each minute, an open page, and a second instance that comes
 * and goes. Used by one thread.
 */
public final class SoakRun {
    /** Steps that it tells. */
    public static final int STEPS = 3;

    private static final String MODEL = "fashion-mnist";
    private static final Duration POLL = Duration.ofSeconds(1);
    /** So that a disk holds days of it; what is removed was answered long ago. */
    private static final List<String> BROKER =
            List.of("log.retention.bytes=" + (1L << 30), "log.segment.bytes=" + (32 << 20));

    private static final int PRUNE = 10;

    private final SoakPlan plan;
    private final Rig.Site site;
    private final byte[] net;
    private final Console console;
    private final Children children;
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger visits = new AtomicInteger();
    private final AtomicInteger polls = new AtomicInteger();
    private final AtomicInteger pollsAnswered = new AtomicInteger();

    /**
     * Prepares nothing yet; children stop with this process.
     *
     * @param net the seed net
     */
    public SoakRun(SoakPlan plan, Rig.Site site, byte[] net, Console console, Children children) {
        this.plan = plan;
        this.site = site;
        this.net = Nets.resizing(net);
        this.console = console;
        this.children = children;
    }

    /** Measures and judges. */
    public Outcome run() throws InterruptedException {
        console.step("A broker, a streamer, and a model from the models topic");
        try (Rig rig = Rig.open(site, children, BROKER, Map.of("odradek.model.name", MODEL))) {
            swap(rig);
            Instance instance = rig.start("first", plan.java());
            instance.awaitReady();
            Mix mix = new Mix(rig.pixels());
            try (Receiver receiver = Receiver.start(rig.bootstrap(), Rig.ANSWERS, Rig.PARTITIONS);
                    Sender sender = Sender.start(rig.bootstrap(), Rig.IMAGES, Rig.PARTITIONS, mix::value);
                    Sampler sampler = Sampler.start(instance, sender, receiver, console, plan.every())) {
                soak(rig, instance, sender, sampler);
                return judged(rig, instance, sender, receiver, sampler);
            } finally {
                instance.end();
            }
        }
    }

    private void soak(Rig rig, Instance instance, Sender sender, Sampler sampler) throws InterruptedException {
        console.step(
                "%d s of %.0f images/s and all that happens to a streamer",
                plan.length().toSeconds(), plan.rate());
        sampler.phase(Phase.SOAK);
        sender.pace(Phase.SOAK, plan.rate());
        try (Chore swaps = Chore.every(plan.swap(), () -> swap(rig));
                Chore second = Chore.every(plan.visit(), () -> visit(rig));
                Chore page = Chore.every(POLL, () -> poll(instance))) {
            Patience.pass(plan.length(), () -> {
                sampler.requireWell();
                swaps.requireWell();
                second.requireWell();
                page.requireWell();
            });
            swaps.finish();
            second.finish();
            page.finish();
        }
    }

    /** Publishes one more version, as an operator does, and now and then removes the old ones. */
    private void swap(Rig rig) throws InterruptedException {
        int number = published.get();
        try {
            Path file = Files.write(site.out().resolve("next.onnx"), Nets.version(net, "soak-" + number));
            rig.command("publish", List.of("models", "publish", file.toString(), "--promote"));
        } catch (IOException e) {
            throw new Failure("cannot write a model: " + e.getMessage(), e);
        }
        published.incrementAndGet();
        if (number % PRUNE == PRUNE - 1) {
            rig.command("prune", List.of("models", "prune", MODEL, "--keep", "2"));
        }
    }

    /** A second instance takes its share of the partitions for a while. */
    private void visit(Rig rig) throws InterruptedException {
        Instance second = rig.start("second", plan.java());
        try {
            second.awaitReady();
            TimeUnit.MILLISECONDS.sleep(plan.stay().toMillis());
            visits.incrementAndGet();
        } finally {
            second.end();
        }
    }

    private void poll(Instance instance) throws InterruptedException {
        boolean answered = instance.health().body("/page/feed?after=0").isPresent();
        polls.incrementAndGet();
        if (answered) {
            pollsAnswered.incrementAndGet();
        }
    }

    private Outcome judged(Rig rig, Instance instance, Sender sender, Receiver receiver, Sampler sampler)
            throws InterruptedException {
        console.step("Whether every image was answered");
        sender.stop();
        sampler.close();
        List<Sample> samples = sampler.samples().stream()
                .filter(sample -> sample.phase() == Phase.SOAK)
                .toList();
        Patience.await("answers", receiver::answered, sender::sent, sampler::requireWell);
        Account account = Account.of(rig);
        console.line(account.words());
        SoakFigures figures = new SoakFigures(
                sender.sent(),
                published.get(),
                live(instance),
                visits.get(),
                polls.get(),
                pollsAnswered.get(),
                receiver.latency(Phase.SOAK).orElseThrow(() -> new Failure("no image was answered")));
        List<Bar> bars = figures.bars(plan, samples, account.unaccounted());
        return new Outcome(figures.json(samples), bars, account.json(), samples);
    }

    private static long live(Instance instance) throws InterruptedException {
        return instance.scrape()
                .map(scrape -> (long) scrape.sum("odradek_model_reloads_total", "result=\"live\""))
                .orElse(0L);
    }
}
