package io.odradek.streamer.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.model.BadModel;
import io.odradek.streamer.model.HostileGraphs;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test is a JVM more; the slow ones are ended by what they test. */
class ProcessProbeTest {
    private static final long ROOM = 1L << 30;
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    private Path dir;

    @AfterEach
    void leavesNothingBehind() throws IOException {
        assertThat(probes()).isEmpty();
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void passesAModelThatIsAdmitted() throws RefusedException {
        probe(LONG).check(TestModels.file("1", 0), () -> false);
    }

    @Test
    void saysAtWhichStageAModelIsRefused() {
        RefusedException refused = refused(probe(LONG), BadModel.NAN_WEIGHTS.file("1"));

        assertThat(refused).hasMessage("an output is NaN, a probability is 0 to 1");
        assertThat(refused.stage()).isEqualTo(Stage.OUTPUT);
    }

    @Test
    void refusesAModelThatKeepsTheRuntimeBusyWithoutEnd() {
        RefusedException refused = refused(probe(Duration.ofSeconds(2)), HostileGraphs.endless("1"));

        assertThat(refused).hasMessageStartingWith("the runtime takes more than 2 s of the processor for it");
        assertThat(refused.stage()).isEqualTo(Stage.PROBE);
    }

    @Test
    void refusesAModelThatAsksForMoreMemoryThanThereIs() {
        // Given: 4 GiB of floats, and half a GiB for them
        RefusedException refused = refused(probe(LONG), HostileGraphs.large("1", 1L << 30));

        assertThat(refused).hasMessageContaining("while running ConstantOfShape");
        assertThat(refused.stage()).isEqualTo(Stage.OUTPUT);
    }

    @Test
    void refusesAModelOnWhichTheRuntimeCrashes() throws IOException, InterruptedException {
        RefusedException verdict = verdictAfter("-SEGV");

        assertThat(verdict).hasMessageStartingWith("the runtime crashes on it, or takes more than 512 MiB (code ");
        assertThat(verdict.stage()).isEqualTo(Stage.PROBE);
        assertThat(verdict.isForNow()).isFalse();
    }

    @Test
    void saysNothingForEverAboutAModelWhoseTrialIsKilledAsWhereMemoryIsShort()
            throws IOException, InterruptedException {
        RefusedException verdict = verdictAfter("-KILL");

        assertThat(verdict).hasMessage("the process that tries it was killed (code 137): is memory short?");
        assertThat(verdict.isForNow()).isTrue();
    }

    private RefusedException verdictAfter(String signal) throws IOException, InterruptedException {
        CompletableFuture<RefusedException> verdict =
                CompletableFuture.supplyAsync(() -> refused(probe(LONG), HostileGraphs.endless("1")));
        int status = new ProcessBuilder("kill", signal, String.valueOf(started().pid()))
                .start()
                .waitFor();
        assertThat(status).isZero();
        return verdict.join();
    }

    @Test
    void endsWhenTheStreamerStops() {
        AtomicBoolean stopping = new AtomicBoolean();
        CompletableFuture<Void> verdict = CompletableFuture.runAsync(() -> {
            try {
                probe(LONG).check(HostileGraphs.endless("1"), stopping::get);
            } catch (RefusedException e) {
                assertThat(e).hasMessage("the streamer stops");
            }
        });
        ProcessHandle unused = started();

        stopping.set(true);

        verdict.join();
    }

    @Test
    void tellsTheProbeNoSecretsOfTheEnvironment() throws IOException {
        AtomicBoolean stopping = new AtomicBoolean();
        CompletableFuture<RefusedException> verdict = CompletableFuture.supplyAsync(() -> catchThrowableOfType(
                RefusedException.class, () -> probe(LONG).check(HostileGraphs.endless("1"), stopping::get)));
        ProcessHandle probe = started();

        String environment = Files.readString(Path.of("/proc", String.valueOf(probe.pid()), "environ"));

        stopping.set(true);
        assertThat(verdict.join()).isNotNull();
        List<String> names = Stream.of(environment.split("\0", -1))
                .map(variable -> variable.replaceAll("=.*", ""))
                .filter(name -> !name.isEmpty())
                .toList();
        assertThat(names)
                .isSubsetOf(
                        "PATH",
                        "LD_LIBRARY_PATH",
                        "HOME",
                        "LANG",
                        "LC_ALL",
                        "DJL_CACHE_DIR",
                        "MALLOC_ARENA_MAX",
                        "PWD");
    }

    @Test
    void refusesWhenNoProcessCanBeStarted() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));

        RefusedException refused = refused(new ProcessProbe(LONG, file, () -> ROOM), TestModels.file("1", 0));

        assertThat(refused).hasMessageStartingWith("no process for it can be started: ");
        assertThat(refused.isForNow()).isTrue();
        assertThat(refused.stage()).isEqualTo(Stage.PROBE);
        Files.delete(file);
    }

    private ProcessProbe probe(Duration time) {
        return new ProcessProbe(time, dir, () -> ROOM);
    }

    private static RefusedException refused(ProcessProbe probe, byte[] file) {
        return catchThrowableOfType(RefusedException.class, () -> probe.check(file, () -> false));
    }

    /** Waits until a probe is a JVM at work. */
    private static ProcessHandle started() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> probes().stream()
                                .filter(ProcessProbeTest::isAtWork)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static boolean isAtWork(ProcessHandle probe) {
        return probe.info().totalCpuDuration().orElse(Duration.ZERO).compareTo(Duration.ofSeconds(1)) > 0;
    }

    private static List<ProcessHandle> probes() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    }
}
