package io.odradek.streamer.message.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {
    private final JsonBytes json = new JsonBytes();

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, 1_841, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void writesWholeNumbers(long value) {
        json.number(value);

        assertThat(written()).isEqualTo(Long.toString(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Sneaker", "T-shirt/top", "a\"b\\c\nd\u0001e\u2028\u00e9\ud83d\ude00", "\u007f"})
    void writesTextsThatAreReadBack(String text) {
        json.raw('[');
        json.text(text);
        json.raw(']');

        assertThat(JsonParser.parseString(written()).getAsJsonArray().get(0).getAsString())
                .isEqualTo(text);
    }

    @Test
    void writesArraysOfAnyLength() {
        float[] values = new float[10_000];
        Arrays.fill(values, -Float.MIN_NORMAL);

        json.numbers(values);
        String many = written();
        json.clear();
        json.numbers(new float[0]);
        json.numbers(new float[] {0.5f});

        assertThat(JsonParser.parseString(many).getAsJsonArray()).hasSize(values.length);
        assertThat(written()).isEqualTo("[][0.5]");
    }

    @Test
    void growsWhereverItIsFull() {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            json.number(i);
            json.raw(',');
            json.text("x".repeat(i));
            json.number(0.25f);
            json.raw(new byte[] {':'});
            expected.append(i).append(",\"").append("x".repeat(i)).append("\"0.25:");
        }

        assertThat(written()).isEqualTo(expected.toString());
    }

    @Test
    void givesBytesThatLaterWritingDoesNotChange() {
        json.text("first");
        byte[] first = json.toBytes();

        json.clear();
        json.text("other");

        assertThat(first).asString(StandardCharsets.UTF_8).isEqualTo("\"first\"");
    }

    private String written() {
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }
}
