package io.odradek.bench;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.entry.Payload;
import io.odradek.bench.entry.Program;
import io.odradek.bench.report.Environment;
import io.odradek.bench.report.Picture;
import io.odradek.bench.report.Profile;
import io.odradek.bench.report.Summary;
import io.odradek.bench.run.Bench;
import io.odradek.bench.run.Options;
import io.odradek.bench.run.Report;
import io.odradek.bench.run.Results;
import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploy/bench/run.sh} without its building. */
@Command(
        name = "run.sh",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Measures the streamer beside the machine's limits and beside other ways to do its job.")
public final class BenchCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(10);

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Turns of each contestant, 1 to 100.")
    private int rounds;

    @Option(
            names = "--turn",
            paramLabel = "N",
            defaultValue = "60000",
            description = "Images in a turn of the streamer.")
    private int turn;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "150000",
            description = "Images before the first turn.")
    private int warmUp;

    @Option(
            names = "--window",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Length of a window in which latency is measured.")
    private int windowSeconds;

    @Option(
            names = "--loads",
            split = ",",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description = "Shares of the streamer's throughput at which latency is measured.")
    private List<Double> loads = List.of();

    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "PART",
            defaultValue = "THROUGHPUT,LATENCY,START,RELOAD",
            description = "What to run.")
    private List<Options.Part> parts = List.of();

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Contestants, in place of all.")
    private List<String> only = List.of();

    @Option(
            names = "--variant",
            paramLabel = "NAME;KEY=VALUE;...",
            description = "One more streamer in the first series, with other settings, java=OPTIONS or launcher=PATH.")
    private List<String> variants = List.of();

    @Option(names = "--home", paramLabel = "DIR", hidden = true, defaultValue = ".")
    private Path home = Path.of(".");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "target/bench",
            description = "Where results and logs go.")
    private Path out = Path.of("target/bench");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This text.")
    @SuppressWarnings("UnusedVariable") // Picocli only looks at the annotation.
    private boolean help;

    /** Runs and exits. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Console console = new Console(System.out, System.err, Boolean.getBoolean("odradek.colour"), Bench.steps());
        Files.createDirectories(out);
        Children children = new Children();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> children.stopAll(GRACE)));
        try {
            Options options = options();
            Report report = new Bench(options, console, children).run();
            write(options, report, console);
            return 0;
        } catch (Failure e) {
            console.failure(String.valueOf(e.getMessage()));
            return e.status();
        } catch (InterruptedException e) {
            return 130;
        } finally {
            children.stopAll(GRACE);
        }
    }

    private static void write(Options options, Report report, Console console) throws IOException {
        Environment environment = Environment.now();
        Path summary = options.out().resolve("summary.json");
        Files.writeString(summary, Summary.of(report, environment));
        Files.writeString(options.out().resolve("summary.svg"), Picture.of(report));
        Results bound = report.series().get("bound");
        if (bound != null) {
            Optional<String> profile =
                    Profile.of(bound, environment, "0.1.0", Files.size(options.model()), bound.predictionBytes());
            if (profile.isPresent()) {
                Files.writeString(options.out().resolve("profile.json"), profile.get());
            }
        }
        console.plain("");
        console.plain("Results: " + summary + ", summary.svg and profile.json beside it");
    }

    private Options options() {
        Path contract = home.resolve("deploy/contract");
        return new Options(
                home.toAbsolutePath(),
                out.toAbsolutePath(),
                Path.of("/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz"),
                contract.resolve("fashion-mnist-seed.onnx"),
                contract.resolve("fashion-mnist-seed-int8.onnx"),
                rounds,
                turn,
                warmUp,
                windowSeconds,
                loads,
                new HashSet<>(parts),
                new HashSet<>(only),
                variants.stream().map(this::variant).toList());
    }

    private Entry variant(String text) {
        String[] words = text.split(";", -1);
        Map<String, String> settings = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        boolean exactlyOnce = words[0].contains("exactly-once");
        return new Entry(words[0], Program.ODRADEK, NetName.SEED, Payload.RAW, exactlyOnce, turn, settings);
    }
}
