package io.odradek.bench.process;

import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.ChildProcess;
import io.odradek.quickstart.process.Children;
import io.odradek.quickstart.process.Command;
import io.odradek.quickstart.process.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts the programs of this benchmark in Java machines of their own. Not thread-safe. */
public final class Programs {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration COMMAND_PATIENCE = Duration.ofMinutes(15);
    private static final String HEAP = "-Xmx512m";
    /** Of what runs for seconds: the better compiler would only take time. */
    private static final String SHORT = HEAP + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final Children children;
    private final Path logs;

    /**
     * @param children stop with this process
     * @param logs a directory
     */
    public Programs(Children children, Path logs) {
        this.children = children;
        this.logs = logs;
    }

    /** A program that runs, and what it said when it was ready. */
    public record Started(ChildProcess process, String said) {}

    /**
     * Starts one and waits until it prints a line that begins with {@code ready}.
     *
     * @param name of its log
     * @throws Failure when it ends, or says nothing for two minutes
     */
    public Started start(String name, Class<?> main, String... arguments) throws InterruptedException {
        return start(name, List.of(HEAP), main, arguments);
    }

    /** The same with these options of Java. */
    public Started start(String name, List<String> java, Class<?> main, String... arguments)
            throws InterruptedException {
        Path out = logs.resolve(name + ".out");
        ChildProcess process = launch(name, java, main, out, arguments);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            process.requireAlive();
            Optional<String> ready =
                    lines(out).stream().filter(l -> l.startsWith("ready")).findFirst();
            if (ready.isPresent()) {
                return new Started(
                        process, ready.get().substring("ready".length()).strip());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new Failure(name + " is not ready after " + PATIENCE.toSeconds() + " s" + process.seeLog());
    }

    /**
     * Runs one to its end.
     *
     * @return the lines that it printed
     * @throws Failure when it fails
     */
    public List<String> run(String name, Class<?> main, String... arguments) throws InterruptedException {
        Path out = logs.resolve(name + ".out");
        launch(name, List.of(HEAP), main, out, arguments).awaitSuccess(PATIENCE.multipliedBy(5), () -> {});
        return lines(out);
    }

    /** Starts the streamer by its launcher, as its users do. */
    public ChildProcess streamer(String name, Path launcher, Path config, Map<String, String> environment) {
        return children.start(new Command(
                name,
                List.of(launcher.toString(), "run", "--config", config.toString()),
                environment,
                new Output.Log(logs.resolve(name + ".log"))));
    }

    /**
     * Runs a command of the streamer to its end.
     *
     * @param name of its log, which has all that it says
     * @return its exit status
     */
    public int command(String name, Path launcher, List<String> words) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(launcher.toString()));
        all.addAll(words);
        Output output = new Output.Log(logs.resolve(name + ".log"));
        return children.start(new Command(name, all, Map.of("JAVA_OPTS", SHORT), output))
                .await(COMMAND_PATIENCE, () -> {});
    }

    private ChildProcess launch(String name, List<String> java, Class<?> main, Path out, String... arguments) {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(java);
        words.addAll(List.of(
                "-Dlogback.configurationFile=bench-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        words.addAll(List.of(arguments));
        Output output = new Output.Files(out, logs.resolve(name + ".log"));
        return children.start(new Command(name, words, Map.of(), output));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
