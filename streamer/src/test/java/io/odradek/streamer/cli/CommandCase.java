package io.odradek.streamer.cli;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Cluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** Without the probe of models, a second of the processor each time, unless the arguments ask for it. */
    static String[] unprobed(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        String option = Setting.MODEL_PROBE_SECONDS.option();
        if (arguments.stream().noneMatch(argument -> argument.startsWith(option))) {
            all.add(option + "=0");
        }
        return all.toArray(new String[0]);
    }

    /** Runs {@code command} with these arguments behind it. */
    CommandRun run(String command, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = command;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.on(cluster, all);
    }
}
