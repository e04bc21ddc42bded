package io.odradek.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.odradek.bench.endurance.Outcome;
import io.odradek.bench.load.Rig;
import io.odradek.bench.process.StolenTime;
import io.odradek.bench.report.Bars;
import io.odradek.bench.report.Environment;
import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What {@code deploy/overload.sh} and {@code deploy/soak.sh} have in common: runs, judges, writes the results. */
abstract class LoadCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .serializeSpecialFloatingPointValues()
            .create();

    @Option(names = "--smoke")
    private boolean smoke;

    @Option(names = "--data", required = true)
    private Path data = Path.of(".");

    @Option(names = "--home", required = true)
    private Path home = Path.of(".");

    @Option(names = "--out")
    private @Nullable Path out;

    private final StolenTime sinceStart = new StolenTime();
    private final String name;
    private final int steps;

    LoadCommand(String name, int steps) {
        this.name = name;
        this.steps = steps;
    }

    abstract Outcome run(Rig.Site site, Console console, Children children) throws IOException, InterruptedException;

    boolean isSmoke() {
        return smoke;
    }

    @Override
    public Integer call() {
        Console console = new Console(System.out, System.err, Boolean.getBoolean("odradek.colour"), steps);
        Children children = new Children();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> children.stopAll(GRACE), "stop"));
        Path place = (out == null ? home.resolve("target").resolve(name) : out).toAbsolutePath();
        try {
            Files.createDirectories(place);
            Rig.Site site = new Rig.Site(home.toAbsolutePath(), place, data.resolve("t10k-images-idx3-ubyte.gz"));
            return told(run(site, console, children), place, console);
        } catch (IllegalArgumentException e) {
            console.failure(String.valueOf(e.getMessage()));
            return CommandLine.ExitCode.USAGE;
        } catch (IOException e) {
            console.failure("cannot read or write a file: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        } catch (Failure e) {
            console.failure(String.valueOf(e.getMessage()));
            return e.status();
        } catch (InterruptedException e) {
            return 130;
        } finally {
            children.stopAll(GRACE);
        }
    }

    private int told(Outcome outcome, Path place, Console console) throws IOException {
        Path file = place.resolve(name + ".json");
        Files.writeString(file, GSON.toJson(json(outcome)) + "\n");
        console.plain("");
        outcome.bars().forEach(bar -> console.plain((bar.holds() ? "holds: " : "DOES NOT HOLD: ") + bar.words()));
        console.plain("Results: " + file);
        if (!outcome.holds()) {
            console.failure(outcome.faults());
            return CommandLine.ExitCode.SOFTWARE;
        }
        return CommandLine.ExitCode.OK;
    }

    private JsonObject json(Outcome outcome) {
        JsonObject json = new JsonObject();
        json.addProperty("schema", 1);
        json.addProperty("ok", outcome.holds());
        json.add("environment", GSON.toJsonTree(Environment.now(sinceStart)));
        json.add("bars", Bars.json(outcome.bars()));
        json.add("figures", outcome.figures());
        json.add("verify", outcome.account());
        json.add("samples", GSON.toJsonTree(outcome.samples()));
        return json;
    }

    static void main(LoadCommand command, String[] arguments) {
        CommandLine commandLine = new CommandLine(command);
        commandLine.setParameterExceptionHandler((e, words) -> command.explain(e));
        System.exit(commandLine.execute(arguments));
    }

    private int explain(ParameterException e) {
        e.getCommandLine()
                .getErr()
                .println("Failed: "
                        + String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ") + " (deploy/" + name
                        + ".sh --help lists the options)");
        return CommandLine.ExitCode.USAGE;
    }
}
