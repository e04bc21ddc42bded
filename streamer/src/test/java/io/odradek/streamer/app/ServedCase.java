package io.odradek.streamer.app;

import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A streamer whose HTTP port is asked, on a real broker with the test model "0" live: one for each test. */
abstract class ServedCase {
    final HttpPort http = new HttpPort();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path dir;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = Cluster.withModel();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }
}
