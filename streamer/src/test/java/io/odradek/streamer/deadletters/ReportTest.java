package io.odradek.streamer.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00.250Z");

    private static final Letter LETTER = new Letter(
            3,
            4,
            NOON,
            "WRONG_SIZE",
            "images-1@7",
            "key",
            "image/png",
            1_234,
            "PNG 3x2",
            "a message",
            "headers",
            "a.png");

    private static final Letter BARE = new Letter(0, 9, NOON, "EMPTY", "", "", "", -1, "no value", "", "", "b.bin");

    private static final Inspection FOUND = new Inspection(
            "images-dlq",
            4_000,
            25,
            List.of(
                    new Inspection.ReasonCount("WRONG_SIZE", 3_000, NOON, NOON.plusSeconds(60)),
                    new Inspection.ReasonCount("EMPTY", 1_000, NOON, NOON)),
            List.of(LETTER, BARE));

    @Test
    void isATableOfReasonsAndThePreviewForPeople() {
        assertThat(Report.text(FOUND)).isEqualTo("""
                        images-dlq: 4,000 dead letters, 25 of them sent again

                        reason                            count   share  first image           last image
                        WRONG_SIZE                        3,000   75.0%  2026-11-29T12:00:00Z  2026-11-29T12:01:00Z
                        EMPTY                             1,000   25.0%  2026-11-29T12:00:00Z  2026-11-29T12:00:00Z

                        The newest 2:

                        images-1@7  2026-11-29T12:00:00.250Z  WRONG_SIZE
                            message       a message
                            value         1,234 bytes, PNG 3x2
                            content-type  image/png
                            key           key
                            left out      headers
                            dead letter   partition 3 offset 4

                        partition 0 offset 9  2026-11-29T12:00:00.250Z  EMPTY
                            value         no value
                            dead letter   partition 0 offset 9
                        """);
    }

    @Test
    void saysOfAnEmptyTopicThatThereIsNone() {
        Inspection none = new Inspection("images-dlq", 0, 0, List.of(), List.of());

        assertThat(Report.text(none)).isEqualTo("images-dlq: 0 dead letters\n");
        assertThat(JsonParser.parseString(Report.json(none)))
                .isEqualTo(JsonParser.parseString(
                        "{\"topic\":\"images-dlq\",\"total\":0,\"replayed\":0,\"reasons\":[],\"newest\":[]}"));
    }

    @Test
    void hasAllOfItForPrograms() {
        JsonObject json = JsonParser.parseString(Report.json(FOUND)).getAsJsonObject();

        assertThat(json.get("topic").getAsString()).isEqualTo("images-dlq");
        assertThat(json.get("total").getAsInt()).isEqualTo(4_000);
        assertThat(json.get("replayed").getAsInt()).isEqualTo(25);
        assertThat(json.getAsJsonArray("reasons").get(0)).isEqualTo(JsonParser.parseString("""
                        {"reason": "WRONG_SIZE", "count": 3000, "share": 0.75,
                         "first": "2026-11-29T12:00:00.250Z", "last": "2026-11-29T12:01:00.250Z"}
                        """));
        assertThat(json.getAsJsonArray("reasons")).hasSize(2);
        assertThat(json.getAsJsonArray("newest").get(0)).isEqualTo(JsonParser.parseString("""
                        {"partition": 3, "offset": 4, "time": "2026-11-29T12:00:00.250Z", "reason": "WRONG_SIZE",
                         "source": "images-1@7", "message": "a message", "bytes": 1234, "looks": "PNG 3x2",
                         "contentType": "image/png", "key": "key", "omitted": "headers"}
                        """));
        assertThat(json.getAsJsonArray("newest")).hasSize(2);
    }
}
