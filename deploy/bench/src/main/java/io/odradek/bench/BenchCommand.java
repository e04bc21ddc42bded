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

    @Option(names = "--smoke")
    private boolean smoke;

    @Option(names = "--rounds", defaultValue = "5")
    private int rounds;

    @Option(names = "--turn", defaultValue = "60000")
    private int turn;

    @Option(names = "--warm-up", defaultValue = "150000")
    private int warmUp;

    @Option(names = "--window", defaultValue = "10")
    private int windowSeconds;

    @Option(names = "--loads", split = ",", defaultValue = "0.5")
    private List<Double> loads = List.of();

    @Option(names = "--parts", split = ",", defaultValue = "THROUGHPUT,LATENCY,START,RELOAD")
    private List<Options.Part> parts = List.of();

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
        Console console = new Console(System.out, System.err, Boolean.getBoolean("odradek.colour"), Bench.steps());
        Children children = new Children();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> children.stopAll(GRACE), "stop"));
        try {
            Options options = options();
            Files.createDirectories(options.out());
            Report report = new Bench(options, console, children).run();
            write(options, report, console);
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

    private static void write(Options options, Report report, Console console) throws IOException {
        Environment environment = Environment.now();
        Path summary = options.out().resolve("summary.json");
        Files.writeString(summary, Summary.of(report, environment));
        Files.writeString(options.out().resolve("summary.svg"), Picture.of(report));
        Results bound = report.series().get("bound");
        if (bound != null) {
            Optional<String> profile =
                    Profile.of(bound, environment, Files.size(options.model()), bound.predictionBytes());
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
                (out == null ? home.resolve("target/bench") : out).toAbsolutePath(),
                data.resolve("t10k-images-idx3-ubyte.gz"),
                model == null ? contract.resolve("fashion-mnist-seed.onnx") : model,
                int8 == null ? contract.resolve("fashion-mnist-seed-int8.onnx") : int8,
                smoke ? 1 : rounds,
                smoke ? SMOKE_IMAGES : turn,
                smoke ? SMOKE_IMAGES : warmUp,
                smoke ? Duration.ZERO : Duration.ofSeconds(30),
                smoke ? 1 : windowSeconds,
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
