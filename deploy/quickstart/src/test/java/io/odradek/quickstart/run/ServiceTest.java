package io.odradek.quickstart.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.Children;
import io.odradek.quickstart.process.Command;
import io.odradek.quickstart.process.Output;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
    @TempDir
    Path dir;

    private final Children children = new Children();

    @AfterEach
    void stop() {
        children.stopAll(Duration.ZERO);
    }

    @Test
    void tellsTheLastLinesOfAProcessThatEndsBeforeItIsReady() {
        Service service = service("echo 'there is no topic predictions' >&2; exit 1");

        assertThatThrownBy(() -> service.awaitReady(Duration.ofMinutes(1)))
                .isInstanceOf(Failure.class)
                .hasMessage("the service ended with status 1: there is no topic predictions (log: " + log() + ")");
    }

    @Test
    void saysWhichProcessIsNotReadyInTime() {
        Service service = service("sleep 1000");

        assertThatThrownBy(() -> service.awaitReady(Duration.ZERO))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("the service at http://127.0.0.1:")
                .hasMessageContaining("/health/ready is not ready")
                .hasMessageEndingWith("(log: " + log() + ")");
    }

    private Service service(String script) {
        Command command = new Command("the service", List.of("/bin/sh", "-c", script), Map.of(), new Output.Log(log()));
        return new Service("the service", children.start(command), Service.freePort());
    }

    private Path log() {
        return dir.resolve("service.log");
    }
}
