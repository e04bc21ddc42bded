package io.odradek.quickstart.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.odradek.quickstart.console.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private final Children children = new Children();

    @AfterEach
    void stop() {
        children.stopAll(Duration.ofMillis(100));
    }

    @Test
    void endsAChildAndWhatItStarted() {
        // Given a shell that does not hand signals on, with two children of its own
        ChildProcess child = start("sleep 1000 & sleep 1000 & echo up; wait");
        awaitUp();
        List<ProcessHandle> family = family(child);
        assertThat(family).hasSize(3);

        // When
        child.stop(Duration.ofSeconds(5));

        // Then
        assertThat(family).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void killsAChildThatIgnoresSigterm() {
        // Given
        ChildProcess child = start("trap '' TERM; echo up; while :; do sleep 0.1; done");
        awaitUp();
        List<ProcessHandle> family = family(child);

        // When
        long start = System.nanoTime();
        child.stop(Duration.ofMillis(300));

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(30));
        assertThat(family).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void tellsStatusLastLinesAndLogOfAChildThatFailed() {
        // Given
        ChildProcess child = start("echo first; echo 'the disk is full' >&2; exit 3");

        // When / Then
        assertThatThrownBy(() -> child.awaitSuccess(PATIENCE, () -> {}))
                .isInstanceOf(Failure.class)
                .hasMessage("the child ended with status 3: first | the disk is full (log: " + log() + ")");
    }

    @Test
    void takesAChildEndedByCtrlCForAnInterruption() {
        ChildProcess child = start("exit 130");

        assertThatThrownBy(() -> child.awaitSuccess(PATIENCE, () -> {}))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.status()).isEqualTo(130));
    }

    @Test
    void stopsAChildThatTakesTooLong() {
        ChildProcess child = start("sleep 1000");

        assertThatThrownBy(() -> child.awaitSuccess(Duration.ofMillis(1), () -> {}))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("was stopped: not done after");
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void startsNothingOnceStopped() {
        children.stopAll(Duration.ZERO);

        assertThatThrownBy(() -> start("sleep 1000"))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.status()).isEqualTo(130));
    }

    @Test
    void saysWhichProgramCannotBeStarted() {
        Command command = new Command("the child", List.of(dir + "/missing"), Map.of(), new Output.Log(log()));

        assertThatThrownBy(() -> children.start(command))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot start the child")
                .hasMessageContaining(dir + "/missing");
    }

    @Test
    void endsWhatTheWatchdogStillKnowsWhenItsPipeCloses() throws Exception {
        // Given two processes, of which one has been forgotten
        Process watched = new ProcessBuilder("sleep", "1000").start();
        Process forgotten = new ProcessBuilder("sleep", "1000").start();
        try {
            Watchdog watchdog = Watchdog.start();
            watchdog.watch(watched.pid());
            watchdog.watch(forgotten.pid());
            watchdog.forget(forgotten.pid());

            // When the pipe closes, as it does when this JVM dies
            watchdog.close();

            // Then
            await().atMost(PATIENCE).until(() -> !watched.isAlive());
            assertThat(forgotten.isAlive()).isTrue();
        } finally {
            watched.destroyForcibly();
            forgotten.destroyForcibly();
        }
    }

    private ChildProcess start(String script) {
        return children.start(
                new Command("the child", List.of("/bin/sh", "-c", script), Map.of(), new Output.Log(log())));
    }

    private Path log() {
        return dir.resolve("child.log");
    }

    private void awaitUp() {
        await().atMost(PATIENCE).until(() -> Files.readString(log()).contains("up"));
    }

    private static List<ProcessHandle> family(ChildProcess child) {
        ProcessHandle handle = ProcessHandle.of(child.pid()).orElseThrow();
        return Stream.concat(Stream.of(handle), handle.descendants()).toList();
    }
}
