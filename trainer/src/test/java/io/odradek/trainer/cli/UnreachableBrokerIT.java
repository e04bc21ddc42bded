package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreachableBrokerIT {
    /** Nothing listens there. */
    private static final String NOWHERE = "127.0.0.1:1";

    @TempDir
    Path dir;

    @Test
    void publishSaysSoInOneLine() {
        fails("publish", "../deploy/contract/fashion-mnist-seed.onnx");
    }

    @Test
    void trainSaysSoBeforeItTrains() {
        fails("train", "--publish", "--out", dir.resolve("out").toString());
        assertThat(dir.resolve("out")).isEmptyDirectory();
    }

    private static void fails(String... args) {
        // Given
        Console console = new Console();
        List<String> command = new ArrayList<>(List.of(args));
        command.addAll(List.of("--bootstrap-servers", NOWHERE));
        long start = System.nanoTime();

        // When
        int code = console.run(command.toArray(String[]::new));

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(console.err())
                .hasLineCount(1)
                .startsWith("trainer: no answer from Kafka at " + NOWHERE)
                .contains("--bootstrap-servers", "ODRADEK_BOOTSTRAP_SERVERS");
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(25);
    }
}
