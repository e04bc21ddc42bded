package io.odradek.streamer.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayMarkTest {
    @Test
    void isReadAsItWasWritten() {
        ReplayMark mark = new ReplayMark(17, -1, new Source("images-2", 3, 90));

        assertThat(ReplayMark.of(new RecordHeaders(mark.headers()))).contains(mark);
        assertThat(ReplayMark.is(new RecordHeaders(mark.headers()))).isTrue();
    }

    @Test
    void isNotTakenFromADeadLetterWhoseProducerWroteOne() {
        Headers headers = headers("17 0 images-3@90").add(DeadLetter.REASON, new byte[] {'E'});

        assertThat(ReplayMark.is(headers)).isFalse();
        assertThat(ReplayMark.of(headers)).isEmpty();
        assertThat(ReplayMark.is(new RecordHeaders())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "17",
                "17 0 images",
                "-1 0 images-3@90",
                "17 0 images-3@x",
                "17 0 -3@90",
                "17 0 images-3@9999999999999999999",
                "17 0 images-9999999999@90",
                "17 0 images-3@90 more",
                "17 0 ../images-3@90"
            })
    void saysNothingWhereItIsMalformed(String value) {
        assertThat(ReplayMark.of(headers(value))).isEmpty();
        assertThat(ReplayMark.is(headers(value))).as("and is no dead letter").isTrue();
    }

    private static Headers headers(String value) {
        return new RecordHeaders().add(ReplayMark.HEADER, value.getBytes(StandardCharsets.UTF_8));
    }
}
