package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.kit.Visitors;
import io.odradek.streamer.model.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever asks at the port, images are answered: each once. */
class PageBadInputIT {
    private static final int IMAGES = 10_000;
    private static final int PAGES = 200;

    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void classificationDoesNotNoticeTwoHundredPagesAndEveryKindOfBadRequest(String guarantee) {
        try (Cluster cluster = Cluster.withModel();
                Visitors visitors = new Visitors(http)) {
            visitors.come(PAGES);
            try (StreamerProcess process = start(cluster, guarantee)) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(90))
                        .until(() -> visitors.statuses("page").getOrDefault(200, 0L) > PAGES);
                cluster.feed(IMAGES, Duration.ofSeconds(10));
                cluster.awaitAnswers(IMAGES);
                assertThat(process.terminate()).isEqualTo(143);
                assertThat(process.output())
                        .doesNotContain("ERROR", "SEVERE", "\tat ", "misses something", "has no answer");
            }
            assertThat(Account.of(cluster)).isEqualTo(Account.flawless(IMAGES, Set.of(0)));
            assertAnswers(visitors);
        }
    }

    private static void assertAnswers(Visitors visitors) {
        assertThat(visitors.statuses("page"))
                .containsKey(200)
                .satisfies(s -> assertThat(s.keySet()).isSubsetOf(200, 503));
        assertThat(visitors.statuses("page").get(200)).as("looks at the page").isGreaterThan(10L * PAGES);
        assertThat(visitors.statuses("index"))
                .containsKey(200)
                .satisfies(s -> assertThat(s.keySet()).isSubsetOf(200, 503));
        assertThat(visitors.statuses("live"))
                .containsKey(200)
                .satisfies(s -> assertThat(s.keySet()).isSubsetOf(200, 503));
        assertThat(visitors.statuses("metrics")).containsOnlyKeys(200);
        assertThat(visitors.statuses("cross-origin"))
                .containsKey(403)
                .satisfies(s -> assertThat(s.keySet()).isSubsetOf(403, 503));
        assertThat(visitors.statuses("traversal")).containsOnlyKeys(404);
        assertThat(visitors.statuses("query"))
                .containsKey(400)
                .satisfies(s -> assertThat(s.keySet()).isSubsetOf(400, 503));
        assertThat(visitors.statuses("method")).containsOnlyKeys(405);
        assertThat(visitors.statuses("try").keySet())
                .as("too large, before its turn, or before there is a limit")
                .isNotEmpty()
                .isSubsetOf(413, 429, 503);
        assertThat(visitors.statuses("upload").keySet())
                .as("or it is hung up on")
                .isNotEmpty()
                .isSubsetOf(405);
        assertThat(visitors.stalled()).as("came until the end").isGreaterThan(8);
    }

    private StreamerProcess start(Cluster cluster, String guarantee) {
        return StreamerProcess.start(
                dir.resolve("streamer.log"),
                Map.of("JAVA_OPTS", "-Xmx256m"),
                List.of(
                        "run",
                        "--bootstrap-servers=" + cluster.bootstrapServers(),
                        "--model-name=" + TestModels.NAME,
                        "--http-port=" + http.number(),
                        "--page-try",
                        "--processing-guarantee=" + guarantee,
                        "--threads=2"));
    }
}
