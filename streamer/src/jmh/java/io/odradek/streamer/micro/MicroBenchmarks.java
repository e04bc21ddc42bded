package io.odradek.streamer.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks; {@code deploy/bench/micro.sh} calls it. */
public final class MicroBenchmarks {
    private static final String SMOKE = "--smoke";
    private static final String JSON = "micro.json";
    private static final int ROUNDS = 5;

    private MicroBenchmarks() {}

    /**
     * Prints the table and writes {@code micro.json}, JMH's own format.
     *
     * @param args the folder of the file, then a regular expression for names of benchmarks, {@code --smoke}, or both
     */
    public static void main(String[] args) throws RunnerException, IOException {
        List<String> rest = new ArrayList<>(List.of(args));
        Path json = Files.createDirectories(Path.of(rest.remove(0))).resolve(JSON);
        boolean smoke = rest.remove(SMOKE);
        Collection<RunResult> results = new Runner(options(rest.isEmpty() ? "" : rest.get(0), smoke)
                        .resultFormat(ResultFormatType.JSON)
                        .result(json.toString())
                        .build())
                .run();
        Report.print(results, System.out);
        System.out.println(json.toAbsolutePath().normalize());
    }

    private static ChainedOptionsBuilder options(String pattern, boolean smoke) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(pattern)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                .addProfiler(ProcessorTime.class)
                .jvmArgsAppend("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC", "-Djava.awt.headless=true")
                .shouldFailOnError(true);
        // A smoke run shows that all run: its figures are of cold code.
        return smoke
                ? options.forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(50))
                        .verbosity(VerboseMode.SILENT)
                : options.forks(2)
                        .warmupIterations(ROUNDS)
                        .warmupTime(TimeValue.milliseconds(500))
                        .measurementIterations(ROUNDS)
                        .measurementTime(TimeValue.milliseconds(500));
    }
}
