package io.odradek.streamer.cli;

import io.odradek.streamer.kit.Cluster;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Commands through the real command line, on a real broker: one for each test. */
abstract class CommandCase {
    @SuppressWarnings("NullAway.Init") // Set before each test.
    Cluster cluster;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path dir;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    /** Runs {@code command} with these arguments behind it. */
    CommandRun run(String command, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = command;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.on(cluster, all);
    }
}
