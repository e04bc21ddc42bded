package io.odradek.streamer.model.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process of {@link FuzzedAdmissions}, with 3 GiB beside the JVM's own, which ends with {@link #close()}. */
final class FuzzedProcess implements AutoCloseable {
    private static final String END = "";
    private static final long KILOBYTES = 5L << 20;

    private final Process process;
    private final Writer files;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** What became of a file. */
    sealed interface Result {
        /** It was admitted, or refused at a stage. */
        record Tried(String outcome, long millis, long mebibytes) implements Result {}

        /** The process died. */
        record Crashed(int exitCode) implements Result {}

        /** It used up this time of the processor. */
        record Hung(Duration limit) implements Result {}
    }

    FuzzedProcess() throws IOException {
        process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -c 0; ulimit -v " + KILOBYTES + "; exec nice -n 15 \"$0\" \"$@\"",
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:CompressedClassSpaceSize=64m",
                        "-XX:ErrorFile=target/fuzz/hs_err_%p.log",
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        FuzzedAdmissions.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        files = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "fuzzed-lines");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            in.lines().filter(line -> line.startsWith(FuzzedAdmissions.MARK)).forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // It died.
        }
        lines.add(END);
    }

    /** Tries a file; after anything but {@code Tried} the process is of no more use. */
    Result tried(Path file, Duration limit) throws InterruptedException {
        Duration before = processorTime();
        try {
            files.write(file + "\n");
            files.flush();
        } catch (IOException e) {
            return new Result.Crashed(process.waitFor());
        }
        while (true) {
            String line = lines.poll(100, TimeUnit.MILLISECONDS);
            if (line == null) {
                if (processorTime().minus(before).compareTo(limit) > 0) {
                    return new Result.Hung(limit);
                }
            } else if (line.equals(END)) {
                return new Result.Crashed(process.waitFor());
            } else {
                List<String> words =
                        List.of(line.substring(FuzzedAdmissions.MARK.length()).split(" ", -1));
                return new Result.Tried(words.get(0), Long.parseLong(words.get(1)), Long.parseLong(words.get(2)));
            }
        }
    }

    private Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
