package io.odradek.streamer.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoredPointerTest {
    private static final Decision DECISION = new Decision("id", "ana", "2026-11-24T04:20:00Z", "why");

    @Test
    void writesTheFirstDecisionWithEveryFieldOfTheFormat() {
        assertThat(json(StoredPointer.first("1", DECISION)))
                .isEqualTo(
                        "{\"schema\":1,\"live\":\"1\",\"previous\":[],\"shadow\":null,\"canary\":null,\"policy\":null,"
                                + "\"decisionId\":\"id\",\"by\":\"ana\",\"at\":\"2026-11-24T04:20:00Z\",\"reason\":\"why\"}");
    }

    @Test
    void keepsFiveEarlierVersionsTheNewestFirstAndNoneTwice() {
        StoredPointer pointer = StoredPointer.first("1", DECISION);
        for (String version : new String[] {"2", "3", "4", "5", "6", "7", "3"}) {
            pointer = pointer.next(version, DECISION);
        }

        assertThat(pointer.pointer().live()).isEqualTo("3");
        assertThat(pointer.pointer().previous()).containsExactly("7", "6", "5", "4", "2");
    }

    @Test
    void changesNothingOfThePointerThatItIsBasedOn() {
        StoredPointer base = parse("{\"schema\":1,\"live\":\"1\",\"x\":{\"y\":[]}}");

        StoredPointer next = base.next("2", DECISION);

        assertThat(json(base)).isEqualTo("{\"schema\":1,\"live\":\"1\",\"x\":{\"y\":[]}}");
        assertThat(json(next))
                .contains("\"x\":{\"y\":[]}")
                .contains("\"live\":\"2\",")
                .contains("\"previous\":[\"1\"]");
    }

    @Test
    void knowsEveryTextThatMayNameAVersionAndNoOther() {
        StoredPointer pointer =
                parse("{\"schema\":1,\"live\":\"1\",\"previous\":[\"2\"],\"shadow\":{\"a\":[{\"b\":\"3\"}]},"
                        + "\"later\":\"4\",\"by\":\"5\",\"reason\":\"6\",\"at\":\"7\",\"decisionId\":\"8\"}");

        assertThat(pointer.names()).containsExactlyInAnyOrder("1", "2", "3", "4");
    }

    @Test
    void refusesWhatNoStreamerWouldFollow() {
        assertThatThrownBy(() -> parse("{\"schema\":2,\"live\":\"1\"}")).hasMessageContaining("schema");
        assertThatThrownBy(() -> parse("[]")).hasMessageContaining("not one JSON object");
        assertThatThrownBy(() -> parse("{\"schema\":1,\"live\":\"1\",\"x\":\"" + "x".repeat(70_000) + "\"}"))
                .hasMessageContaining("bytes, allowed: 65536");
    }

    private static StoredPointer parse(String json) {
        return StoredPointer.parse(json.getBytes(StandardCharsets.UTF_8), 3, Instant.EPOCH);
    }

    private static String json(StoredPointer pointer) {
        return new String(pointer.toBytes(), StandardCharsets.UTF_8);
    }
}
