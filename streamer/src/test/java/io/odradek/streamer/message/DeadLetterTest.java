package io.odradek.streamer.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterTest {
    @Test
    void saysWhichRecordItIs() {
        assertThat(DeadLetter.sourceOf(headers("images", "2147483647", "9223372036854775807")))
                .contains(new Source("images", Integer.MAX_VALUE, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, 0, 0",
        "'', 0, 0",
        "images, '', 0",
        "images, -1, 0",
        "images, 2147483648, 0",
        "images, 0, -1",
        "images, 0, 9223372036854775808",
        "images, 0, x"
    })
    void saysNothingWhereItsHeadersNameNoRecord(String topic, String partition, String offset) {
        assertThat(DeadLetter.sourceOf(headers(topic, partition, offset))).isEmpty();
        assertThat(DeadLetter.sourceOf(new RecordHeaders())).isEmpty();
    }

    @Test
    void readsNoMoreThan400BytesOfAHeader() {
        Headers headers = new RecordHeaders().add("long", new byte[500_000]).add("none", null);

        assertThat(DeadLetter.text(headers, "long")).hasSize(400);
        assertThat(DeadLetter.text(headers, "none")).isEmpty();
        assertThat(DeadLetter.text(headers, "missing")).isEmpty();
    }

    private static Headers headers(String topic, String partition, String offset) {
        return new RecordHeaders()
                .add(DeadLetter.TOPIC, utf8(topic))
                .add(DeadLetter.PARTITION, utf8(partition))
                .add(DeadLetter.OFFSET, utf8(offset));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
