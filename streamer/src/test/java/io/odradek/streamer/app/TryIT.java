package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.broker.Topics;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.Group;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.PredictionWatch;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.SteadyLoad;
import io.odradek.streamer.kit.Tryout;
import io.odradek.streamer.model.TestModels;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that are tried on the page, through a real broker. */
@Tag("alone")
class TryIT {
    /** The second pixel is bright: the models say "one", moved on by their shift. */
    private static final byte[] PNG = Tryout.png(TestModels.image(1), 2);

    private static final String ROUTES = "images=" + TestModels.NAME + ",other=" + TestModels.NAME;

    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();
    private final Tryout page = new Tryout(http);
    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = Cluster.withModel();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({"at_least_once, none", "exactly_once_v2, json"})
    void tellsLabelTopAndHeatOfAnImageAndWhyAnotherIsNone(String guarantee, String envelope) {
        try (RunningStreamer streamer =
                start(http, Map.of(Setting.PROCESSING_GUARANTEE, guarantee, Setting.IMAGES_ENVELOPE, envelope))) {
            streamer.awaitModel("0");

            JsonObject answer = page.ask(PNG);
            JsonObject prediction = answer.getAsJsonObject("prediction");
            assertThat(answer.get("id").getAsString()).matches("try-[0-9a-f]{16}");
            assertThat(prediction.get("label").getAsString()).isEqualTo("one");
            assertThat(prediction.get("model").getAsString()).isEqualTo(TestModels.NAME);
            assertThat(prediction.get("version").getAsString()).isEqualTo("0");
            assertThat(prediction.get("confidence").getAsDouble()).isGreaterThan(0.99);
            assertThat(prediction.getAsJsonArray("top").toString())
                    .matches("\\[\\[\"one\",0\\.999\\d],\\[\"(zero|two)\",0\\.0+],\\[\"(zero|two)\",0\\.0+]]");
            assertThat(answer.get("rejected").isJsonNull()).isTrue();
            assertThat(answer.get("answeredMillis").getAsDouble())
                    .isGreaterThanOrEqualTo(answer.get("sentMillis").getAsDouble());
            assertThat(answer.get("thumb").toString()).isEqualTo("{\"w\":2,\"h\":2,\"c\":1,\"data\":\"AMgAAA==\"}");
            List<Double> heat = Tryout.heat(answer);
            assertThat(heat).hasSize(4);
            assertThat(heat.indexOf(Collections.max(heat)))
                    .as("the bright pixel")
                    .isEqualTo(1);
            assertThat(heat.get(1)).isGreaterThan(0.1);
            assertThat(heat.get(3)).as("the model does not look there").isZero();

            JsonObject refused = page.ask(Cluster.utf8("no image"));
            assertThat(refused.getAsJsonObject("rejected").get("reason").getAsString())
                    .isEqualTo("CONTENT_TYPE_MISMATCH");
            assertThat(refused.getAsJsonObject("rejected").get("message").getAsString())
                    .contains("image/png");
            assertThat(refused.get("prediction").isJsonNull()).isTrue();
            assertThat(refused.get("heat").isJsonNull()).isTrue();
        }
    }

    @Test
    void usesEachPartitionAndTheModelThatIsLiveThen() {
        try (RunningStreamer streamer = start(http, Map.of())) {
            streamer.awaitModel("0");
            Set<Integer> partitions = new HashSet<>();
            for (int i = 0; i < Cluster.PARTITIONS; i++) {
                JsonObject source = page.ask(PNG).getAsJsonObject("source");
                partitions.add(source.get("partition").getAsInt());
            }
            assertThat(partitions).hasSize(Cluster.PARTITIONS);

            cluster.publish("1", 1, "0");
            streamer.awaitModel("1");
            JsonObject answer = page.ask(PNG);

            assertThat(answer.getAsJsonObject("prediction").get("label").getAsString())
                    .isEqualTo("two");
            List<Double> heat = Tryout.heat(answer);
            assertThat(heat.indexOf(Collections.max(heat))).isEqualTo(1);
        }
        assertThat(Account.of(cluster)).isEqualTo(Account.flawless(5, Set.of(0, 1)));
    }

    @Test
    void findsWhatAnotherInstanceAnsweredAndTakesTheTopicThatIsNamed() {
        Topics.create(cluster.bootstrapServers(), List.of(new NewTopic("other", 2, (short) 1)));
        HttpPort elsewhere = new HttpPort();
        try (RunningStreamer here = start(http, Map.of(Setting.ROUTES, ROUTES));
                RunningStreamer there = start(elsewhere, Map.of(Setting.ROUTES, ROUTES, Setting.PAGE_TRY, "false"))) {
            here.await(
                    health -> health.ready() && there.health().ready() && new Group(cluster, "odradek").members() == 4);

            for (int i = 0; i < Cluster.PARTITIONS; i++) {
                assertThat(page.ask(PNG)
                                .getAsJsonObject("prediction")
                                .get("label")
                                .getAsString())
                        .isEqualTo("one");
            }
            JsonObject other = page.ask(PNG, "/page/try?topic=other");

            assertThat(other.getAsJsonObject("source").get("topic").getAsString())
                    .isEqualTo("other");
            assertThat(page.send(PNG, "/page/try?topic=models").statusCode()).isEqualTo(400);
            String classified = "odradek_images_total{outcome=\"classified\"}";
            assertThat(elsewhere.metric(classified)).isBetween(1.0, 4.0);
            assertThat(http.metric(classified) + elsewhere.metric(classified)).isEqualTo(5);
            HttpResponse<String> off = new Tryout(elsewhere).send(PNG, "/page/try");
            assertThat(off.statusCode()).isEqualTo(403);
            assertThat(off.body()).contains("odradek.page.try=true");
        }
    }

    @Test
    void saysWhyThereIsNoAnswer() {
        try (RunningStreamer streamer = start(http, Map.of())) {
            streamer.awaitModel("0");
            http.post("/pause");

            HttpResponse<String> response = page.send(PNG, "/page/try");

            assertThat(response.statusCode()).isEqualTo(504);
            assertThat(response.body())
                    .matches("no answer within 6 s: this streamer is paused by operator;"
                            + " the image stays in topic images, partition \\d, offset 0, until its turn comes\n");
            http.post("/resume");
            assertThat(page.ask(PNG).get("prediction").isJsonNull()).isFalse();
        }
        assertThat(Account.of(cluster)).isEqualTo(Account.flawless(2, Set.of(0)));
    }

    @Test
    void holdsNoOtherImageUpAndMakesMostOfABurstWait() {
        List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
        int images;
        try (RunningStreamer streamer = start(http, Map.of());
                PredictionWatch watch = new PredictionWatch(cluster.bootstrapServers(), Cluster.PARTITIONS)) {
            streamer.awaitModel("0");
            try (SteadyLoad load = SteadyLoad.start(cluster, List.of(TestModels.image(0)), 500, 0)) {
                Awaitility.await().until(() -> watch.arrived() > 1_000);
                watch.restart();
                Stream.generate(() -> PNG)
                        .limit(20)
                        .parallel()
                        .forEach(png -> statuses.add(page.send(png, "/page/try").statusCode()));
                images = (int) load.stop();
            }
            long tried = statuses.stream().filter(status -> status == 200).count();
            int all = images + (int) tried;
            Awaitility.await().until(() -> watch.arrived() >= all);

            assertThat(statuses).containsOnly(200, 429);
            assertThat(tried).isBetween(1L, 10L);
            assertThat(watch.longestWait()).isLessThan(Duration.ofSeconds(2));
            assertThat(Account.of(cluster)).isEqualTo(Account.flawless(all, Set.of(0)));
        }
    }

    private RunningStreamer start(HttpPort port, Map<Setting, String> more) {
        Map<Setting, String> settings = cluster.settings(port, dir);
        settings.put(Setting.PAGE_TRY, "true");
        if (more.containsKey(Setting.ROUTES)) {
            settings.remove(Setting.MODEL_NAME);
        }
        settings.putAll(more);
        return RunningStreamer.start(settings, Map.of());
    }
}
