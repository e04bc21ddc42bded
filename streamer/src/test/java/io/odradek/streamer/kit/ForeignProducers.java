package io.odradek.streamer.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Producers that are not Java's, each a process of its own: kafkajs on Node, confluent-kafka on Python. They write the
 * same images, keys and timestamps. What is missing skips the test, or fails it under {@code CI=true}.
 */
public final class ForeignProducers {
    private static final Path SCRIPTS = Path.of("src", "test", "resources", "clients");
    private static final Path EXAMPLES = Path.of("..", "deploy", "examples");
    /** One for each process of tests: npm empties it. */
    private static final Path INSTALLED = Path.of("target", "clients", System.getProperty("surefire.forkNumber", "1"));

    private static final long PATIENCE_SECONDS = 180;

    private final String python;

    private ForeignProducers(String python) {
        this.python = python;
    }

    /** Installs kafkajs below {@code target}, exactly as the lock file says, and looks for the rest. */
    public static ForeignProducers install() {
        Requirement.need(run(List.of("node", "--version")).worked(), "node is not installed");
        Requirement.need(run(List.of("npm", "--version")).worked(), "npm is not installed");
        // Debian's own first: another Python on the PATH does not see Debian's packages.
        List<String> pythons = Stream.of("/usr/bin/python3", "python3")
                .filter(python ->
                        run(List.of(python, "-c", "import confluent_kafka")).worked())
                .toList();
        Requirement.need(!pythons.isEmpty(), "python3-confluent-kafka is not installed");
        try {
            Files.createDirectories(INSTALLED);
            copy(EXAMPLES.resolve("package.json"));
            copy(EXAMPLES.resolve("package-lock.json"));
            copy(SCRIPTS.resolve("produce.js"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Result npm = run(
                List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", INSTALLED.toString()));
        Requirement.need(npm.worked(), "npm cannot install kafkajs: " + npm.output());
        return new ForeignProducers(pythons.get(0));
    }

    /** The Python that sees confluent-kafka. */
    String python() {
        return python;
    }

    /** Where Node finds kafkajs. */
    static Path nodeModules() {
        return INSTALLED.resolve("node_modules").toAbsolutePath();
    }

    private static void copy(Path file) throws IOException {
        Files.copy(file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Produces with kafkajs. @return how many images are visible */
    public int kafkajs(String bootstrapServers, int count, long firstTimestamp, String variant) {
        return produce(
                List.of("node", INSTALLED.resolve("produce.js").toString()),
                bootstrapServers,
                count,
                firstTimestamp,
                variant);
    }

    /** Produces with confluent-kafka. @return how many images are visible */
    public int python(String bootstrapServers, int count, long firstTimestamp, String variant) {
        return produce(
                List.of(python, SCRIPTS.resolve("produce.py").toString()),
                bootstrapServers,
                count,
                firstTimestamp,
                variant);
    }

    private static int produce(
            List<String> program, String bootstrapServers, int count, long firstTimestamp, String variant) {
        List<String> arguments =
                List.of(bootstrapServers, "images", String.valueOf(count), String.valueOf(firstTimestamp), variant);
        Result result = run(Stream.concat(program.stream(), arguments.stream()).toList());
        if (!result.worked()) {
            throw new AssertionError(program + " " + variant + " failed: " + result.output());
        }
        return Integer.parseInt(
                result.output().lines().reduce("", (first, last) -> last).strip());
    }

    record Result(boolean worked, String output) {}

    static Result run(List<String> command) {
        try {
            Path output = Files.createTempFile("odradek-client-", ".log");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return new Result(false, command + " does not end");
                }
                return new Result(process.exitValue() == 0, Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return new Result(false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
