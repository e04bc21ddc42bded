package io.odradek.bench;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.entry.Payload;
import io.odradek.bench.entry.Program;
import io.odradek.bench.measure.Bar;
import io.odradek.bench.process.StolenTime;
import io.odradek.bench.report.Bars;
import io.odradek.bench.report.Charts;
import io.odradek.bench.report.Environment;
import io.odradek.bench.report.Picture;
import io.odradek.bench.report.Profile;
import io.odradek.bench.report.Summary;
import io.odradek.bench.run.Bench;
import io.odradek.bench.run.Effort;
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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code deploy/bench/run.sh} without its building and its help: parses options, runs, writes the results. */
@Command(name = "run.sh")
public final class BenchCommand implements Callable<Integer> {
    /** Who stands still cannot hear that it is to end, and nobody has anything to save. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final int SMOKE_IMAGES = 2_000;

    private static final int ROUNDS = 5;
    /** Of the matrix and all that runs with it, which would take far more than an hour else. */
    private static final int MATRIX_ROUNDS = 3;

    private final StolenTime sinceStart = new StolenTime();

    @Option(names = "--smoke")
    private boolean smoke;

    @Option(names = "--full")
    private boolean full;

    @Option(names = "--rounds")
    private @Nullable Integer rounds;

    @Option(names = "--turn", defaultValue = "150000")
    private int turn;

    @Option(names = "--warm-up", defaultValue = "150000")
    private int warmUp;

    @Option(names = "--longest-warm-up", defaultValue = "20")
    private int longestWarmUpSeconds;

    @Option(names = "--window", defaultValue = "4")
    private int windowSeconds;

    @Option(names = "--loads", split = ",")
    private @Nullable List<Double> loads;

    @Option(names = "--rates", split = ",")
    private @Nullable List<Double> rates;

    @Option(names = "--parts", split = ",")
    private @Nullable List<Options.Part> parts;

    @Option(names = "--only", split = ",")
    private List<String> only = List.of();

    @Option(names = "--variant")
    private List<String> variants = List.of();

    @Option(names = "--model")
    private @Nullable Path model;

    @Option(names = "--int8")
    private @Nullable Path int8;

    @Option(names = "--data", required = true)
    private Path data = Path.of(".");

    @Option(names = "--home", required = true)
    private Path home = Path.of(".");

    @Option(names = "--out")
    private @Nullable Path out;

    /** Runs and exits. */
    public static void main(String[] arguments) {
        CommandLine commandLine = new CommandLine(new BenchCommand());
        commandLine.setParameterExceptionHandler(BenchCommand::explain);
        System.exit(commandLine.execute(arguments));
    }

    @Override
    public Integer call() {
        Console console =
                new Console(System.out, System.err, Boolean.getBoolean("odradek.colour"), Bench.steps(parts()));
        Children children = new Children();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> children.stopAll(GRACE), "stop"));
        try {
            Options options = options();
            Files.createDirectories(options.out());
            Report report = new Report();
            try {
                new Bench(options, console, children).run(report);
            } finally {
                // After a failure: of the steps that ended.
                if (!report.isEmpty()) {
                    write(options, report, console);
                }
            }
            return 0;
        } catch (IllegalArgumentException e) {
            console.failure(String.valueOf(e.getMessage()));
            return CommandLine.ExitCode.USAGE;
        } catch (IOException e) {
            console.failure("cannot write the results: " + e.getMessage());
            return 1;
        } catch (Failure e) {
            console.failure(String.valueOf(e.getMessage()));
            return e.status();
        } catch (InterruptedException e) {
            return 130;
        } finally {
            children.stopAll(GRACE);
        }
    }

    private void write(Options options, Report report, Console console) throws IOException {
        Environment environment = Environment.now(sinceStart);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("summary.json", Summary.of(report, environment));
        files.put("summary.svg", Picture.of(report));
        if (Charts.any(report)) {
            files.put("scale.svg", Charts.of(report));
        }
        Results bound = report.series().get("bound");
        if (bound != null) {
            Profile.of(bound, environment, Files.size(options.model()), bound.predictionBytes())
                    .ifPresent(profile -> files.put("profile.json", profile));
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(options.out().resolve(file.getKey()), file.getValue());
        }
        if (!options.brief()) {
            bars(Bars.of(report), console);
        }
        console.plain("");
        console.plain("Results: " + String.join(", ", files.keySet()) + " in " + options.out());
    }

    private static void bars(List<Bar> bars, Console console) {
        if (!bars.isEmpty()) {
            console.plain("");
        }
        bars.forEach(bar -> console.plain((bar.holds() ? "Holds: " : "Missed: ") + bar.words()));
    }

    private Options options() {
        Path contract = home.resolve("deploy/contract");
        return new Options(
                home.toAbsolutePath(),
                (out == null ? home.resolve("target/bench") : out).toAbsolutePath(),
                data.resolve("t10k-images-idx3-ubyte.gz"),
                model == null ? contract.resolve("fashion-mnist-seed.onnx") : model,
                int8 == null ? contract.resolve("fashion-mnist-seed-int8.onnx") : int8,
                new Effort(
                        rounds(full ? MATRIX_ROUNDS : ROUNDS),
                        OptionalInt.of(smoke ? SMOKE_IMAGES : warmUp),
                        smoke ? Duration.ZERO : Duration.ofSeconds(longestWarmUpSeconds)),
                new Effort(
                        rounds(MATRIX_ROUNDS),
                        smoke ? OptionalInt.of(SMOKE_IMAGES) : OptionalInt.empty(),
                        smoke ? Duration.ZERO : Duration.ofSeconds(15)),
                smoke,
                smoke ? SMOKE_IMAGES : turn,
                smoke ? 1 : windowSeconds,
                loads(),
                rates(),
                parts(),
                new HashSet<>(only),
                variants.stream().map(this::variant).toList());
    }

    private int rounds(int usual) {
        if (smoke) {
            return 1;
        }
        return rounds == null ? usual : rounds;
    }

    private List<Double> loads() {
        if (loads != null) {
            return loads;
        }
        return full && !smoke ? List.of(0.2, 0.5, 0.8) : List.of(0.5);
    }

    private List<Double> rates() {
        if (rates != null) {
            return rates;
        }
        return full ? List.of(1_000.0) : List.of();
    }

    private Set<Options.Part> parts() {
        if (parts != null) {
            return EnumSet.copyOf(parts);
        }
        return full ? EnumSet.allOf(Options.Part.class) : Options.Part.HEADLINE;
    }

    private Entry variant(String text) {
        String[] words = text.split(";", -1);
        Map<String, String> settings = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            if (pair.length < 2) {
                throw new IllegalArgumentException("--variant is \"" + text + "\", allowed: NAME;KEY=VALUE;...");
            }
            settings.put(pair[0], pair[1]);
        }
        boolean exactlyOnce = "exactly_once_v2".equals(settings.get("odradek.processing.guarantee"));
        return new Entry(words[0], Program.ODRADEK, NetName.SEED, Payload.RAW, exactlyOnce, turn, settings);
    }

    private static int explain(ParameterException e, String[] arguments) {
        e.getCommandLine()
                .getErr()
                .println("Failed: "
                        + String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ")
                        + " (deploy/bench/run.sh --help lists the options)");
        return CommandLine.ExitCode.USAGE;
    }
}
