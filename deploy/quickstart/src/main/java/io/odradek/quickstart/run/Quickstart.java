package io.odradek.quickstart.run;

import io.odradek.broker.InProcessBroker;
import io.odradek.broker.Topics;
import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.measure.LiveAccuracy;
import io.odradek.quickstart.measure.Training;
import io.odradek.quickstart.process.Children;
import io.odradek.quickstart.report.Environment;
import io.odradek.quickstart.report.Phase;
import io.odradek.quickstart.report.ReportPage;
import io.odradek.quickstart.report.RunFigures;
import io.odradek.quickstart.report.Summary;
import io.odradek.quickstart.topics.LabelWriter;
import io.odradek.quickstart.topics.OutcomeReader;
import io.odradek.quickstart.topics.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * The whole run, in the order in which a reader of the README meets the parts.
 *
 * <p>{@link #run()} is called once. {@link #close()} may come from another thread at any moment: it ends the children,
 * then the broker, within ten seconds.
 */
public final class Quickstart implements AutoCloseable {
    /** How many steps {@link #run()} shows. */
    public static final int STEPS = 8;

    static final String MODEL_NAME = "fashion-mnist";
    static final String IMAGES = "images";
    /** Where the trainer says what its images truly show, for this run alone: see {@link #judge}. */
    static final String TRUTH = "truth";

    static final int PARTITIONS = 4;
    static final Duration TRAIN_PATIENCE = Duration.ofHours(3);

    private static final String PREDICTIONS = "predictions";
    private static final String DEAD_LETTERS = "images-dlq";
    private static final String LABELS = "labels";
    private static final String EVALUATIONS = "evaluations";
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    /** So long without a single judgement, and the labels without one count as lost. */
    private static final Duration JUDGE_PATIENCE = Duration.ofSeconds(60);

    private static final Duration CHILDREN_GRACE = Duration.ofSeconds(5);
    private static final Duration BROKER_GRACE = Duration.ofSeconds(2);

    private final Options options;
    private final Console console;
    private final Workspace workspace;
    private final Children children = new Children();
    private final Trainer trainer;
    private final Streamer streamers;
    private final AtomicReference<@Nullable InProcessBroker> broker = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Quickstart(Options options, Console console, Workspace workspace) {
        this.options = options;
        this.console = console;
        this.workspace = workspace;
        this.trainer = new Trainer(options, workspace, children);
        this.streamers = new Streamer(options, workspace, children);
    }

    /** Prepares the output directory; starts nothing yet. */
    public static Quickstart open(Options options, Console console) {
        return new Quickstart(options, console, Workspace.open(options.home(), options.out()));
    }

    /**
     * Does everything; returns when all went well.
     *
     * @throws Failure when something did not
     */
    public void run() throws InterruptedException {
        Environment environment = Environment.here();
        Path data = findData();
        String bootstrap = startBroker();
        Service streamer = startStreamer(bootstrap);
        Training training = train(bootstrap, data, streamer);
        Measured measured = measure(environment, training, streamer, bootstrap, data);
        // Already now: what was measured is not lost where the labels cannot be judged.
        write(measured.figures());
        Service evaluate = startEvaluation();
        conclude(measured.figures().withLive(judge(measured.figures(), bootstrap, streamer, evaluate)));
        if (options.keep()) {
            keep(bootstrap, streamer, evaluate, measured.sampleLabel());
        }
    }

    /**
     * All but what the labels say.
     *
     * @param sampleLabel what the image for trying by hand truly shows
     */
    private record Measured(RunFigures figures, String sampleLabel) {}

    private Measured measure(Environment environment, Training training, Service streamer, String bootstrap, Path data)
            throws InterruptedException {
        String from = version(options.epochs());
        String to = version(options.epochs() + 1);
        try (OutcomeReader outcomes = OutcomeReader.start(bootstrap, PREDICTIONS, DEAD_LETTERS)) {
            TopicReader topics = new TopicReader(bootstrap);
            Traffic traffic = new Traffic(trainer, streamer, topics, outcomes, bootstrap, data);
            Phases phases = new Phases(options, console, traffic, streamer);
            Phases.FullRate full = phases.fullRate(training.labels());
            workspace.write(workspace.sample(), full.sample().png());
            Phase paced = phases.paced(full.throughput());
            Phases.Swap swap = phases.swap(
                    paced.rate(),
                    from,
                    to,
                    () -> trainer.train(bootstrap, data, 1, workspace.nextModel(), to, workspace.model()));
            RunFigures figures = new RunFigures(
                    environment,
                    training,
                    trainer.metrics(workspace.nextModel()),
                    List.of(from, to),
                    full.scores(),
                    LiveAccuracy.NONE,
                    full.throughput(),
                    full.phase(),
                    paced,
                    swap.phase(),
                    swap.versionSwitch(),
                    full.mistakes());
            return new Measured(figures, full.sample().label());
        }
    }

    /** Whether {@link #close()} has begun. */
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        closed.set(true);
        synchronized (this) {
            children.stopAll(CHILDREN_GRACE);
            stopBroker();
            workspace.close();
        }
    }

    private Path findData() throws InterruptedException {
        console.step("Data: Fashion-MNIST");
        Path data = trainer.findData();
        console.line("in " + data + ", verified by its SHA-256 sums");
        return data;
    }

    private String startBroker() {
        console.step("Broker: Kafka in this process");
        InProcessBroker started = new InProcessBroker(workspace.broker(), Map.of());
        broker.set(started);
        started.start();
        Topics.create(started.bootstrapServers(), List.of(new NewTopic(TRUTH, PARTITIONS, (short) 1)));
        console.line(started.bootstrapServers() + ", its data in " + workspace.show(workspace.broker()));
        return started.bootstrapServers();
    }

    private Service startStreamer(String bootstrap) throws InterruptedException {
        console.step("Streamer: a process of its own, with no model yet");
        Service streamer = streamers.run(bootstrap);
        console.line(
                "process %d, %s, %s", streamer.pid(), show(workspace.streamerConfig()), show(workspace.streamerLog()));
        Service.Readiness readiness = streamer.awaitAllBut(MODEL_NAME, START_PATIENCE);
        boolean opened = options.open() && LivePage.open(streamer.url("/"), System.getenv());
        console.line("live page %s%s", streamer.url("/"), opened ? ", opened in the browser" : "");
        console.line("alive yes, ready %s, waits for: %s", readiness.ready() ? "yes" : "no", readiness.waitingFor());
        return streamer;
    }

    private Training train(String bootstrap, Path data, Service streamer) throws InterruptedException {
        console.step("Training: recipe seed, %,d images, %s", options.limit(), epochs(options.epochs()));
        String version = version(options.epochs());
        trainer.train(bootstrap, data, options.epochs(), workspace.model(), version, null)
                .awaitSuccess(TRAIN_PATIENCE, streamer::requireAlive);
        streamer.awaitReady(START_PATIENCE);
        Training training = trainer.metrics(workspace.model());
        console.line(
                "trained in %.1f s, test accuracy %.4f; the streamer has admitted %s@%s: ready",
                training.seconds(), training.testAccuracy(), MODEL_NAME, version);
        return training;
    }

    /** Only now, so that it takes nothing from what was measured: it reads all predictions from their beginning. */
    private Service startEvaluation() throws InterruptedException {
        console.step("Live accuracy: streamer evaluate, and labels that come later than the predictions");
        Service evaluate = streamers.evaluate();
        console.line("process %d, %s", evaluate.pid(), show(workspace.evaluateLog()));
        evaluate.awaitReady(START_PATIENCE);
        console.line("page %s", evaluate.url("/"));
        return evaluate;
    }

    /**
     * In practice somebody looks at an image hours after it was classified. The trainer knows the truth while it sends,
     * and says it in a topic aside; from there it goes to the labels now, when all is predicted.
     */
    private LiveAccuracy judge(RunFigures figures, String bootstrap, Service streamer, Service evaluate)
            throws InterruptedException {
        TopicReader topics = new TopicReader(bootstrap);
        LabelWriter.send(bootstrap, LABELS, topics.labels(TRUTH));
        Runnable alive = () -> {
            streamer.requireAlive();
            evaluate.requireAlive();
        };
        return new LiveEvaluation(
                        console,
                        () -> topics.liveAccuracy(EVALUATIONS, MODEL_NAME, version(options.epochs())),
                        alive,
                        evaluate.seeLog())
                .await(figures.scores().images(), JUDGE_PATIENCE);
    }

    private void write(RunFigures figures) {
        workspace.write(workspace.summary(), Summary.json(figures));
        workspace.write(workspace.report(), ReportPage.html(figures));
    }

    private void conclude(RunFigures figures) {
        console.table(Tables.accuracies(figures));
        write(figures);
        console.plain("");
        console.plain("Report   " + workspace.report().toUri());
        console.plain("Summary  " + show(workspace.summary()));
        List<String> broken = Expectations.broken(figures);
        if (!broken.isEmpty()) {
            throw new Failure(String.join("; ", broken));
        }
        console.plain(
                Expectations.isComparable(figures)
                        ? "Everything held: nothing lost, and the streamer is as accurate as the trainer measured and as"
                                + " the labels say."
                        : "Everything held: nothing lost, and the streamer is as accurate as the labels say. Fewer than all test images were replayed, so the accuracies of"
                                + " trainer and streamer were not compared.");
    }

    private void keep(String bootstrap, Service streamer, Service evaluate, String sampleLabel)
            throws InterruptedException {
        KeepNotice.lines(bootstrap, streamer, evaluate, show(workspace.sample()), sampleLabel)
                .forEach(console::plain);
        throw streamer.awaitEnd(evaluate::requireAlive);
    }

    private String show(Path path) {
        return workspace.show(path);
    }

    private static String epochs(int count) {
        return count == 1 ? "1 epoch" : count + " epochs";
    }

    private static String version(int epochs) {
        return "seed-" + epochs + "-epochs";
    }

    private void stopBroker() {
        InProcessBroker running = broker.getAndSet(null);
        if (running == null) {
            return;
        }
        Thread stopper = new Thread(running::stop, "stop-broker");
        stopper.setDaemon(true);
        stopper.start();
        try {
            stopper.join(BROKER_GRACE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
