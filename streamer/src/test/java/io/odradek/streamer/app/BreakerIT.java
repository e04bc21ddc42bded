package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.server.HealthReport;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A producer that changes its format, on a real broker. */
class BreakerIT extends ServedCase {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final byte[] TOO_LARGE = TestImages.encode(TestImages.grey(3, 1, 1, 2, 3), "png");

    @Test
    void raisesTheAlarmWhenAProducerChangesItsFormatAndEndsItWhenGoodImagesFlow() {
        try (RunningStreamer streamer = RunningStreamer.start(settings(), Map.of())) {
            streamer.awaitModel("0");
            cluster.sendImages(200);
            Awaitility.await().atMost(PATIENCE).until(() -> cluster.count("predictions") == 200);
            assertThat(http.metric("odradek_breaker_open")).isZero();

            cluster.sendValues(30, Cluster.utf8("hello"));
            cluster.sendValues(400, TOO_LARGE);

            streamer.await(h -> h.operation().alarm().contains("as WRONG_SIZE: an image of another width"));
            assertThat(http.metric("odradek_breaker_open")).isEqualTo(1);
            assertThat(http.metric("odradek_breaker_rejected_share")).isGreaterThan(0.5);
            assertThat(http.get("/health")).contains("\"alarm\": ").contains("were rejected, most (");
            streamer.await(HealthReport::ready);

            cluster.sendImages(2_000);
            streamer.await(h -> h.operation().alarm().isEmpty());
            assertThat(http.metric("odradek_breaker_open")).isZero();
            Awaitility.await().atMost(PATIENCE).until(() -> cluster.count("images-dlq") == 430);
        }
        assertThat(Account.of(cluster).lost()).isEmpty();
    }

    @Test
    void pausesInsteadOfFloodingTheDeadLettersAndGoesOnWhenToldTo() {
        Map<Setting, String> settings = settings();
        settings.put(Setting.BREAKER_PAUSE, "true");
        int bad = 20_000;
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            streamer.awaitModel("0");
            cluster.sendValues(bad, TOO_LARGE);
            streamer.await(h -> h.operation().paused().startsWith("by the breaker: 100% of "));
            Awaitility.await().atMost(PATIENCE).during(Duration.ofSeconds(2)).until(() -> unchangedForASecond());
            long letters = cluster.count("images-dlq");
            assertThat(letters)
                    .as("100 to see it, and what each of two threads holds of one partition")
                    .isBetween(100L, 100 + 2 * 2_000L);
            assertThat(streamer.health().live()).isTrue();
            assertThat(streamer.health().ready()).isFalse();
            assertThat(http.metric("odradek_breaker_open")).isEqualTo(1);

            http.post("/resume");
            Awaitility.await().atMost(PATIENCE).until(() -> cluster.count("images-dlq") > letters);
            streamer.await(h -> h.operation().paused().startsWith("by the breaker: 100% of "));
            Awaitility.await().atMost(PATIENCE).until(() -> {
                http.post("/resume");
                return cluster.count("images-dlq") == bad;
            });
            cluster.sendImages(50);
            Awaitility.await().atMost(PATIENCE).until(() -> {
                http.post("/resume");
                return cluster.count("predictions") == 50;
            });
        }
        Account account = Account.of(cluster);
        assertThat(account.lost()).isEmpty();
        assertThat(account.duplicates()).isZero();
    }

    private boolean unchangedForASecond() {
        long before = cluster.count("images-dlq");
        Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        return cluster.count("images-dlq") == before;
    }

    private Map<Setting, String> settings() {
        Map<Setting, String> settings = cluster.settings(http, dir);
        settings.put(Setting.BREAKER_MIN_IMAGES, "100");
        return settings;
    }
}
