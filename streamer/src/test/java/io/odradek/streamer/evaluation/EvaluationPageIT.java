package io.odradek.streamer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Browser;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.StreamerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the evaluation in a real browser, from the real process on a real broker. */
class EvaluationPageIT extends EvaluateCase {
    private static final int IMAGES = 600;

    @TempDir
    private Path dir;

    @Test
    void showsAccuracyByVersionAndWhatWasTakenForWhat() {
        try (Cluster cluster = new Cluster();
                Browser browser = Browser.start(dir)) {
            cluster.createTopics();
            try (StreamerProcess evaluator = start(cluster, dir)) {
                awaitReady(evaluator);
                browser.open(http.url() + "/");
                await(
                        evaluator,
                        () -> assertThat(browser.attributes("body", "data-connection"))
                                .containsExactly("live"));
                await(
                        evaluator,
                        () -> assertThat(browser.texts("#none").toString()).contains("No labelled prediction yet"));

                cluster.sendAll(images());
                await(
                        evaluator,
                        () -> assertThat(browser.attributes("#versions tbody > tr", "data-model"))
                                .containsExactlyInAnyOrder("m@1", "m@2"));
                await(
                        evaluator,
                        () -> assertThat(browser.texts("#versions tbody td:last-child")
                                        .toString())
                                .contains("75.0")
                                .contains("100.0"));

                browser.click("[data-model='m@1'] button");
                await(
                        evaluator,
                        () -> assertThat(browser.texts("[data-figure=accuracy] b")
                                        .toString())
                                .contains("75.0"));
                assertThat(browser.texts("[data-figure=images] b").toString()).contains(String.valueOf(IMAGES));
                assertThat(browser.attributes("#confusion td[data-truth='Coat'][data-predicted='Shirt']", "data-count"))
                        .containsExactly(String.valueOf(IMAGES / 4));
                assertThat(browser.attributes("#mistakes > li", "data-truth")).containsExactly("Coat");
                assertThat(browser.attributes("#classes tbody > tr", "data-class"))
                        .containsExactlyInAnyOrder("Bag", "Coat", "Shirt", "Sneaker");

                browser.run("const size = document.getElementById('size'); size.value = 'minute';"
                        + " size.dispatchEvent(new Event('change'))");
                await(
                        evaluator,
                        () -> assertThat(browser.attributes("#history circle", "data-start"))
                                .hasSize(IMAGES / 60));
                assertThat(browser.console()).isEmpty();
                picture(browser);
            }
        }
    }

    /** A quarter is wrong by version 1, none by version 2; one in a second, for ten minutes. */
    private List<ProducerRecord<byte[], byte[]>> images() {
        Random random = new Random(1);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            String image = "image-" + i;
            String truth = CLASSES.get(i % 4);
            long time = start + i * 1_000L;
            float confidence = 0.6f + 0.4f * random.nextFloat();
            records.add(prediction(image, "1", truth.equals("Coat") ? "Shirt" : truth, confidence, time, i % 4));
            records.add(prediction(image, "2", truth, confidence, time, i % 4));
            records.add(label(image, truth, time + 1_000));
        }
        return records;
    }

    /** For people, who look at it until it is good: -Dpage.picture=FILE keeps it. */
    private static void picture(Browser browser) {
        String file = System.getProperty("page.picture");
        if (file != null) {
            browser.size(1400, 1800);
            browser.screenshot(Path.of(file));
        }
    }
}
