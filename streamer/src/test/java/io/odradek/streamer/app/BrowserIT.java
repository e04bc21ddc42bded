package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Browser;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.SeedModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page in a real browser, from a real streamer on a real broker, with the real net and its golden images. */
class BrowserIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int COUNT = 60;

    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();
    private final SeedModels models = new SeedModels();
    private final List<byte[]> pictures = models.images();
    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
        cluster.createTopics();
        models.promote(cluster, 0);
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @Test
    void showsImagesSwapsAndDeadLettersAsTheyHappen() throws IOException {
        try (RunningStreamer streamer = start(Map.of(Setting.PAGE_TRY, "true", Setting.DRIFT_WINDOW, "50"));
                Browser browser = Browser.start(dir)) {
            browser.open(http.url() + "/");
            streamer.awaitModel("0");
            await(() ->
                    assertThat(browser.attributes("body", "data-connection")).containsExactly("live"));

            // A sample shows some images, not each.
            await(() -> {
                produce("first");
                assertThat(browser.attributes("#predictions > li", "data-id")).contains("first");
            });
            assertThat(browser.attributes("#predictions > li", "data-version")).containsOnly("0");

            models.promote(cluster, 1);
            streamer.awaitModel("1");
            await(() -> assertThat(browser.attributes("#models > section", "data-live"))
                    .containsExactly("1"));
            await(() -> assertThat(browser.attributes("#events > li", "data-version"))
                    .startsWith("1", "0"));
            cluster.sendAll(
                    COUNT,
                    i -> new ProducerRecord<>(
                            "images", i % Cluster.PARTITIONS, null, pictures.get(i % pictures.size())));
            await(() -> assertThat(browser.attributes("#predictions > li", "data-version"))
                    .contains("1"));
            // The newest has its name, also where an earlier one is too near to have one.
            await(() -> assertThat(browser.attributes("#latency .swap:has(text)", "data-version"))
                    .contains("1"));

            await(() -> assertThat(browser.attributes("#drift > section", "data-state"))
                    .containsAnyOf("quiet", "drift"));
            await(() -> assertThat(browser.attributes("#novel > li", "data-model"))
                    .hasSize(8)
                    .containsOnly(SeedModels.NAME));

            bad();
            await(() -> assertThat(browser.attributes("#letters > li", "data-reason"))
                    .contains("WRONG_SIZE", "UNKNOWN_FORMAT"));
            await(() -> assertThat(browser.attributes("#reasons > li", "data-count"))
                    .contains("1"));

            tryOne(browser);
            assertThat(browser.console()).isEmpty();
            picture(browser);
        }
    }

    @Test
    void asksForTheTokenAndShowsNothingWithoutIt() {
        try (RunningStreamer streamer = start(
                        Map.of(Setting.HTTP_TOKEN_FILE, HttpPort.tokenFile(dir).toString()));
                Browser browser = Browser.start(dir)) {
            streamer.awaitModel("0");
            produce("secret");
            browser.open(http.url() + "/");
            await(() ->
                    assertThat(browser.attributes("body", "data-connection")).containsExactly("locked"));

            browser.type("#token-value", "wrong-token-0123456789");
            browser.click("#token button");
            await(() -> assertThat(browser.texts("#token-error").toString()).contains("not the token"));
            assertThat(browser.texts("#predictions > li")).isEmpty();

            browser.type("#token-value", HttpPort.TOKEN);
            browser.click("#token button");
            await(() -> {
                produce("secret");
                assertThat(browser.attributes("#predictions > li", "data-id")).contains("secret");
            });
        }
    }

    private void tryOne(Browser browser) throws IOException {
        Path file = Files.write(dir.resolve("picture.png"), pictures.get(0));
        browser.type("#try-file", file.toString());
        await(() ->
                assertThat(browser.attributes("#try-result", "data-outcome")).containsExactly("label"));
        assertThat(browser.run("return document.querySelectorAll('#try-result canvas.heat').length")
                        .getAsInt())
                .isEqualTo(1);
    }

    /** For people, who look at it until it is good: -Dpage.picture=FILE keeps it. */
    private static void picture(Browser browser) {
        String file = System.getProperty("page.picture");
        if (file != null) {
            browser.size(1400, 900);
            browser.screenshot(Path.of(file));
        }
    }

    private RunningStreamer start(Map<Setting, String> more) {
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.MODEL_NAME, SeedModels.NAME);
        settings.put(Setting.HTTP_PORT, http.number());
        settings.putAll(more);
        return RunningStreamer.start(settings, Map.of());
    }

    /** An image with an id. */
    private void produce(String id) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("odradek-id", id.getBytes(StandardCharsets.UTF_8));
        cluster.send(new ProducerRecord<>("images", 0, null, null, pictures.get(0), headers));
    }

    private void bad() {
        cluster.send(new ProducerRecord<>(
                "images", 0, null, TestImages.encode(TestImages.grey(3, 2, 9, 80, 30, 200, 5, 6), "png")));
        cluster.send(new ProducerRecord<>("images", 1, null, Cluster.utf8("<script>alert(1)</script>")));
    }

    private static void await(org.awaitility.core.ThrowingRunnable condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(condition);
    }
}
