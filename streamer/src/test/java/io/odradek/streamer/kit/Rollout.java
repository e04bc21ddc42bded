package io.odradek.streamer.kit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonObject;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.model.BadModel;
import io.odradek.streamer.model.TestModels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/**
 * A streamer that serves a good version of the test model, and what is tried to be rolled out beside it while images
 * flow. Each attempt ends with the next good version, so that many can follow one another.
 */
public final class Rollout implements AutoCloseable {
    private static final String REFUSED =
            "odradek_model_reloads_total{model=\"" + TestModels.NAME + "\",result=\"refused\"";
    public static final String INSTANCE = "instance-1";

    private static final int IMAGES = 40;

    private final Cluster cluster = new Cluster();
    private final UnaryOperator<byte[]> finish;
    private final HttpPort http = new HttpPort();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final RunningStreamer streamer;
    private int live;

    /**
     * @param more settings of the streamer
     * @param finish what is done to each good file before it is published: signs it, say
     */
    public Rollout(Map<Setting, String> more, UnaryOperator<byte[]> finish) {
        this.finish = finish;
        cluster.createTopics();
        logger().addAppender(log);
        log.start();
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.HTTP_PORT, http.number());
        settings.put(Setting.INSTANCE, INSTANCE);
        settings.put(Setting.MODEL_MAX_BYTES, String.valueOf(BadModel.MAX_BYTES));
        settings.putAll(more);
        cluster.artefact("0", good("0"));
        cluster.point("0");
        streamer = RunningStreamer.start(settings, Map.of());
        streamer.awaitModel("0");
    }

    public Cluster cluster() {
        return cluster;
    }

    public RunningStreamer streamer() {
        return streamer;
    }

    /** The version in force. */
    public String live() {
        return String.valueOf(live);
    }

    /** The version that comes next. */
    public String next() {
        return String.valueOf(live + 1);
    }

    /** A good file. */
    public byte[] good(String version) {
        return finish.apply(TestModels.file(version, Integer.parseInt(version) % 3));
    }

    /**
     * Does something that must be refused exactly once: one record in the status topic, one count of its stage and of no
     * other, one line in the log. The version in force answers the images that come before, meanwhile and afterwards.
     *
     * @return the status record
     */
    public JsonObject refused(Runnable attempt, Stage stage, String why) {
        int statuses = statuses().size();
        Map<String, Double> before = refusals();
        int lines = warnings().size();
        Map<Integer, Integer> answers = answers();
        cluster.sendImages(IMAGES);
        attempt.run();
        cluster.sendImages(IMAGES);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> statuses().size() > statuses);
        cluster.sendImages(IMAGES);
        awaitAllAnswers();

        assertThat(statuses()).hasSize(statuses + 1);
        JsonObject status = statuses().get(statuses);
        assertThat(status.get("result").getAsString()).isEqualTo("refused");
        assertThat(status.get("stage").getAsString()).as("%s", status).isEqualTo(stage.tag());
        assertThat(status.get("why").getAsString()).contains(why).matches("[ -~]{1,303}");
        before.merge(REFUSED + ",stage=\"" + stage.tag() + "\"}", 1.0, Double::sum);
        assertThat(refusals()).isEqualTo(before);
        assertThat(warnings()).hasSize(lines + 1);
        assertThat(warnings().get(lines)).contains(stage.tag() + ": ").contains(why);
        answers.merge(live, 3 * IMAGES, Integer::sum);
        assertThat(answers()).as("answers by version").isEqualTo(answers);
        assertThat(streamer.health().model()).contains("@" + live + " ");
        return status;
    }

    /** The next good version goes live and answers; nothing is refused on the way. */
    public void takesTheNextGoodVersion() {
        String version = next();
        cluster.artefact(version, good(version));
        cluster.point(version, live());
        becomesLive(version);
    }

    /** Waits until this version has gone live; it answers, and nothing has happened since. */
    public void becomesLive(String version) {
        streamer.awaitModel(version);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> statuses().stream().anyMatch(s -> isLive(s, version)));
        live = Integer.parseInt(version);
        answersWithTheVersionInForce();
        JsonObject last = statuses().get(statuses().size() - 1);
        assertThat(isLive(last, version)).as("%s", last).isTrue();
    }

    /** Images that come now are answered by the version in force. */
    public void answersWithTheVersionInForce() {
        awaitAllAnswers();
        Map<Integer, Integer> answers = answers();
        cluster.sendImages(IMAGES);
        awaitAllAnswers();
        answers.merge(live, IMAGES, Integer::sum);
        assertThat(answers()).as("answers by version").isEqualTo(answers);
    }

    /** Lines of the log that hold this text. */
    public List<String> logged(String text) {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(text))
                .toList();
    }

    /** What the status topic holds, in order. */
    public List<JsonObject> statuses() {
        List<JsonObject> statuses = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : cluster.read("models-status")) {
            assertThat(record.key()).isEqualTo(Cluster.utf8(INSTANCE));
            statuses.add(Account.json(record));
        }
        return statuses;
    }

    /** Answers by version. */
    public Map<Integer, Integer> answers() {
        Map<Integer, Integer> answers = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : cluster.read("predictions")) {
            int version =
                    Account.json(record).getAsJsonObject("model").get("version").getAsInt();
            answers.merge(version, 1, Integer::sum);
        }
        return answers;
    }

    @Override
    public void close() {
        logger().detachAppender(log);
        try (cluster) {
            streamer.close();
        }
    }

    private static boolean isLive(JsonObject status, String version) {
        return status.get("result").getAsString().equals("live")
                && status.get("version").getAsString().equals(version);
    }

    private void awaitAllAnswers() {
        long images = cluster.count("images");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cluster.count("predictions") >= images);
    }

    private Map<String, Double> refusals() {
        Map<String, Double> refusals = new HashMap<>(http.scrape().values());
        refusals.keySet().removeIf(name -> !name.startsWith(REFUSED));
        return refusals;
    }

    private List<String> warnings() {
        return logged("model refused: ");
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.odradek.streamer.app");
    }
}
