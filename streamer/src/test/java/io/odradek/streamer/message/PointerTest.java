package io.odradek.streamer.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointerTest {
    @Test
    void readsTheLiveVersionAndThoseBefore() {
        Pointer pointer =
                parse("{\"schema\":1,\"live\":\"3\",\"previous\":[\"2\",\"1\"],\"shadow\":null,\"by\":\"ana\"}");

        assertThat(pointer).isEqualTo(new Pointer("3", List.of("2", "1")));
    }

    @Test
    void ignoresFieldsThatALaterReleaseAdds() {
        Pointer pointer =
                parse("{\"schema\":1,\"live\":\"3\",\"added\":{\"live\":7},\"previous\":[],\"more\":[1,null]}");

        assertThat(pointer).isEqualTo(new Pointer("3", List.of()));
    }

    @Test
    void needsNoHistory() {
        assertThat(parse("{\"schema\":1,\"live\":\"3\"}").previous()).isEmpty();
        assertThat(parse("{\"schema\":1,\"live\":\"3\",\"previous\":null}").previous())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello | not JSON",
                "'' | not JSON",
                "[1] | not one JSON object",
                "{\"schema\":1,\"live\":\"1\"} x | not",
                "{\"live\":\"1\"} | schema",
                "{\"schema\":2,\"live\":\"1\"} | this streamer knows 1",
                "{\"schema\":[],\"live\":\"1\"} | schema",
                "{\"schema\":1} | live",
                "{\"schema\":1,\"live\":\"\"} | names no version",
                "{\"schema\":1,\"live\":7} | live",
                "{\"schema\":1,\"live\":\"1\",\"previous\":\"0\"} | previous",
                "{\"schema\":1,\"live\":\"1\",\"previous\":[0]} | previous",
            })
    void saysWhatIsWrong(String json, String complaint) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    private static Pointer parse(String json) {
        return Pointer.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
