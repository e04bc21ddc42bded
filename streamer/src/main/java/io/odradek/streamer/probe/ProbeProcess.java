package io.odradek.streamer.probe;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Starts a JVM that runs {@link ProbeProgram}: this program's classes, a small footprint, few of the environment's
 * variables, and limits that the kernel keeps, also when this process is gone. Stateless.
 */
final class ProbeProcess {
    /** Limits first, then the program: of memory, of processor time; no core file; the first to go when memory is short. */
    private static final String LIMITED = """
            limit() { (ulimit -S "$@") 2>/dev/null && ulimit -S "$@"; }
            limit -c 0; limit -v "$1"; limit -t "$2"; shift 2
            { echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null
            command -v nice >/dev/null && exec nice -n 5 "$@"
            exec "$@"
            """;

    /** Address space of the JVM without its heap: measured 540 MiB with the runtime loaded. */
    private static final long JVM_BYTES = 640L << 20;

    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:CICompilerCount=1",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:CompressedClassSpaceSize=64m",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+ExitOnOutOfMemoryError");

    /** Where natives and classes were unpacked before; never what may hold a password. */
    private static final List<String> INHERITED =
            List.of("-Donnxruntime.native.path=", "-XX:SharedArchiveFile=", "-Xlog:disable");

    private static final Set<String> VARIABLES =
            Set.of("PATH", "LD_LIBRARY_PATH", "HOME", "LANG", "LC_ALL", "DJL_CACHE_DIR");

    private ProbeProcess() {}

    /**
     * Starts it and feeds it.
     *
     * @param file the model
     * @param memory bytes that the model may take
     * @param time that it may take, of the processor
     * @throws IOException when it cannot be started
     */
    static Process start(byte[] file, Scratch scratch, long memory, Duration time) throws IOException {
        long heap = Runtime.getRuntime().maxMemory();
        List<String> command = new ArrayList<>(List.of("sh", "-c", LIMITED, "odradek-probe"));
        command.add(String.valueOf((JVM_BYTES + heap + memory) >> 10));
        command.add(String.valueOf(time.toSeconds()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-Xmx" + heap);
        command.add("-XX:ErrorFile=" + scratch.directory().resolve("crash"));
        command.add("-Djava.io.tmpdir=" + scratch.temporary());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> INHERITED.stream().anyMatch(argument::startsWith))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ProbeProgram.class.getName()));
        command.add(scratch.temporary().toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(scratch.output().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(VARIABLES);
        // Else each thread of the JVM takes 64 MiB of address space, of which it uses nothing.
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        Process process = builder.start();
        feed(process, file);
        return process;
    }

    /** On a thread of its own: who does not read must not keep anybody waiting. */
    private static void feed(Process process, byte[] file) {
        Thread feeder = new Thread(
                () -> {
                    try (OutputStream in = process.getOutputStream()) {
                        in.write(file);
                    } catch (IOException e) {
                        // It ended before it had read all: its end says why.
                    }
                },
                "odradek-probe-feed");
        feeder.setDaemon(true);
        feeder.start();
    }
}
