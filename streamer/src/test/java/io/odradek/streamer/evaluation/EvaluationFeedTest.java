package io.odradek.streamer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page of the evaluation is told, by the whole topology. */
class EvaluationFeedTest extends EvaluationTopologyCase {
    private static final long MINUTE = 60;

    private final EvaluationFeed feed = new EvaluationFeed(metrics);

    @BeforeEach
    void start() {
        start(SETTINGS);
        // All that is judged here has begun.
        pass(Duration.ofHours(2));
    }

    @Test
    void tellsTheNewestWindowsOfEachVersionTheLastLabelledFirst() {
        judge("a", "1", "Coat", "Coat", 0);
        judge("b", "1", "Coat", "Shirt", MINUTE);
        judge("c", "2", "Bag", "Bag", 2 * MINUTE);
        tick();

        JsonArray models = models();
        assertThat(names(models)).containsExactly("m@2", "m@1");
        JsonObject windows = models.get(1).getAsJsonObject().getAsJsonObject("windows");
        assertThat(windows.getAsJsonObject("minute").get("accuracy").getAsDouble())
                .as("the newest minute")
                .isZero();
        assertThat(windows.getAsJsonObject("hour").get("accuracy").getAsDouble())
                .isEqualTo(0.5);
        assertThat(windows.getAsJsonObject("day").get("confusions").toString())
                .contains("{\"truth\":\"Shirt\",\"predicted\":\"Coat\",\"images\":1}");
        assertThat(windows.getAsJsonObject("day")
                        .getAsJsonObject("classes")
                        .getAsJsonObject("Coat")
                        .get("precision")
                        .getAsDouble())
                .isEqualTo(0.5);
    }

    @Test
    void keepsTheLastSixtyWindowsForTheChart() {
        int minutes = Board.MOST_POINTS + 10;
        for (int i = 0; i < minutes; i++) {
            judge("image-" + i, "1", "Coat", i == minutes - 1 ? "Bag" : "Coat", i * MINUTE);
        }
        tick();

        JsonArray minute =
                models().get(0).getAsJsonObject().getAsJsonObject("history").getAsJsonArray("minute");
        assertThat(minute).hasSize(Board.MOST_POINTS);
        JsonObject last = minute.get(minute.size() - 1).getAsJsonObject();
        assertThat(last.get("start").getAsLong())
                .isEqualTo(NOW.plusSeconds((minutes - 1) * MINUTE).toEpochMilli());
        assertThat(last.get("right").getAsLong()).isZero();
        assertThat(minute.get(0).getAsJsonObject().get("right").getAsLong()).isEqualTo(1);
    }

    @Test
    void showsACorrectionOfAnOlderWindow() {
        judge("a", "1", "Coat", "Coat", 0);
        judge("b", "1", "Coat", "Coat", MINUTE);
        tick();
        label("a", "Bag", 3 * MINUTE);
        tick();

        JsonArray minute =
                models().get(0).getAsJsonObject().getAsJsonObject("history").getAsJsonArray("minute");
        assertThat(minute.get(0).getAsJsonObject().get("right").getAsLong()).isZero();
        assertThat(minute.get(1).getAsJsonObject().get("right").getAsLong()).isEqualTo(1);
    }

    @Test
    void sendsModelsOnlyWhereSomethingHasChanged() {
        judge("a", "1", "Coat", "Coat", 0);
        tick();
        long seq = feed(0).get("seq").getAsLong();

        assertThat(feed(seq).get("models").isJsonNull()).isTrue();

        judge("b", "1", "Coat", "Coat", 0);
        tick();
        assertThat(feed(seq).get("models").isJsonArray()).isTrue();
        assertThat(feed(seq).get("seq").getAsLong()).isGreaterThan(seq);
    }

    @Test
    void staysSmallWhateverTheClassesAre() {
        for (int i = 0; i < 1_000; i++) {
            judge("image-" + i, "1", "predicted-" + i, "a class with a name that is long, number " + i, 0);
        }
        tick();

        byte[] json = feed.json(0, new JsonObject());
        assertThat(json.length).isLessThan(200_000);
        JsonObject day =
                models().get(0).getAsJsonObject().getAsJsonObject("windows").getAsJsonObject("day");
        assertThat(day.get("omitted").getAsBoolean()).isTrue();
        assertThat(day.getAsJsonObject("classes").size()).isEqualTo(EvaluationMetrics.MOST_CLASSES);
        assertThat(day.getAsJsonArray("confusions")).hasSize(EvaluationMetrics.MOST_PAIRS);
    }

    private void judge(String image, String version, String predicted, String truth, long seconds) {
        predict(image, version, predicted, 0.9, seconds);
        label(image, truth, seconds + 1);
    }

    private void tick() {
        pass(Duration.ofSeconds(1));
    }

    private JsonArray models() {
        return feed(0).getAsJsonArray("models");
    }

    private static List<String> names(JsonArray models) {
        return StreamSupport.stream(models.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(model -> model.get("model").getAsString())
                .toList();
    }

    private JsonObject feed(long after) {
        return JsonParser.parseString(new String(feed.json(after, new JsonObject()), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }
}
