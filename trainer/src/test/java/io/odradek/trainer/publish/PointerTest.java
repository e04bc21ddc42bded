package io.odradek.trainer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointerTest {
    private static final Pointer.Decision DECISION =
            new Pointer.Decision("ana@laptop", Instant.parse("2026-11-24T04:20:00.7Z"), "trained: 0.8985");

    @Test
    void writesEveryKeyOfTheContractOnOneLine() {
        // When
        String json = Pointer.first("2", DECISION).toJson();

        // Then
        assertThat(json)
                .matches("\\{\"schema\":1,\"live\":\"2\",\"previous\":\\[],\"shadow\":null,\"canary\":null,"
                        + "\"policy\":null,\"decisionId\":\"[0-9a-f-]{36}\",\"by\":\"ana@laptop\","
                        + "\"at\":\"2026-11-24T04:20:00Z\",\"reason\":\"trained: 0.8985\"}");
    }

    @Test
    void keepsTheLastFiveVersionsNewestFirst() {
        // Given
        Pointer pointer = Pointer.first("1", DECISION);

        // When
        for (String version : List.of("2", "3", "4", "5", "6", "7")) {
            pointer = pointer.next(version, DECISION);
        }

        // Then
        assertThat(pointer.live()).isEqualTo("7");
        assertThat(pointer.previous()).containsExactly("6", "5", "4", "3", "2");
    }

    @Test
    void namesNoVersionTwiceWhenItGoesBack() {
        // When
        Pointer pointer = Pointer.first("1", DECISION)
                .next("2", DECISION)
                .next("1", DECISION)
                .next("1", DECISION);

        // Then
        assertThat(pointer.live()).isEqualTo("1");
        assertThat(pointer.previous()).containsExactly("2");
    }

    @Test
    void keepsWhatOthersDecided() {
        // Given
        Pointer found = Pointer.parse("{\"schema\":1,\"live\":\"1\",\"previous\":[],\"shadow\":\"9\","
                + "\"canary\":{\"version\":\"8\",\"share\":0.1},\"policy\":{\"pin\":true},\"decisionId\":\"d\","
                + "\"by\":\"b\",\"at\":\"2026-11-24T04:20:00Z\",\"reason\":\"r\",\"notYetKnown\":[1,{\"a\":null}]}");

        // When
        Pointer next = Pointer.parse(found.next("2", DECISION).toJson());

        // Then
        assertThat(next.toJson())
                .contains("\"shadow\":\"9\",\"canary\":{\"version\":\"8\",\"share\":0.1},\"policy\":{\"pin\":true}");
        assertThat(next.toJson()).contains("\"notYetKnown\":[1,{\"a\":null}]");
        assertThat(next.decisionId()).isNotEqualTo("d");
        assertThat(found.decisionId()).isEqualTo("d");
    }

    @Test
    void followsWhatAStreamerFollows() {
        // When: as anybody may write it by hand
        Pointer pointer = Pointer.parse("{\"schema\":1,\"live\":\"1\"}");

        // Then
        assertThat(pointer.live()).isEqualTo("1");
        assertThat(pointer.previous()).isEmpty();
        assertThat(pointer.text("by")).isEqualTo("unknown");
    }

    @Test
    void showsItsTextsWithoutWhatWritesToATerminal() {
        // Given
        Pointer pointer =
                Pointer.parse("{\"schema\":1,\"live\":\"1\",\"by\":\"J\u00f6rg\\u001b[2J\\u202e\\n\",\"reason\":\""
                        + "x".repeat(1_000) + "\"}");

        // Then
        assertThat(pointer.text("by")).isEqualTo("J\u00f6rg?[2J??");
        assertThat(pointer.text("reason")).hasSize(303);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"schema\":2,\"live\":\"1\",\"previous\":[],\"decisionId\":\"d\"}",
                "{\"schema\":1,\"previous\":[],\"decisionId\":\"d\"}",
                "{\"schema\":1,\"live\":\"1\",\"previous\":\"2\"}",
                "{\"schema\":1,\"live\":1}",
                "{\"schema\":1,\"live\":\"1\"} x"
            })
    void refusesWhatIsNoPointerOfThisSchema(String json) {
        assertThatThrownBy(() -> Pointer.parse(json)).isInstanceOf(JsonParseException.class);
    }
}
