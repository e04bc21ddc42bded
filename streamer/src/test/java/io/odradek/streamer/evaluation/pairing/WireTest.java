package io.odradek.streamer.evaluation.pairing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class WireTest {
    private static final Guess GUESS = new Guess("m@1", "Coat", 123_456_789, 17);
    private static final Label LABEL = new Label(
            "Shirt",
            18,
            3,
            1L << 40,
            new LabelRecord(
                    null,
                    "Shirt".getBytes(UTF_8),
                    List.of(new RecordHeader("odradek-id", new byte[] {7}), new RecordHeader("empty", null))));

    @Test
    void givesBackWhatWasWritten() {
        assertThat(again(Wire.arrivals(), GUESS)).isEqualTo(GUESS);
        assertThat(again(Wire.arrivals(), LABEL)).usingRecursiveComparison().isEqualTo(LABEL);
        Judgement taken = new Judgement(GUESS, "Shirt", -1);
        assertThat(again(Wire.judgements(), taken)).isEqualTo(taken);
        for (Case known : List.of(
                new Case(5, List.of(), List.of(LABEL, LABEL), false),
                new Case(5, List.of(new Case.Judged(GUESS, null)), List.of(), false),
                new Case(
                        5,
                        List.of(new Case.Judged(GUESS, "Shirt"), new Case.Judged(GUESS, null)),
                        List.of(LABEL),
                        true))) {
            assertThat(Wire.readCase(Wire.bytes(known)))
                    .usingRecursiveComparison()
                    .isEqualTo(known);
        }
    }

    @Test
    void refusesAFormatOfAnotherVersion() {
        byte[] bytes = Wire.bytes(new Case(5, List.of(), List.of(LABEL, LABEL), false));
        bytes[0] = 9;

        assertThatThrownBy(() -> Wire.readCase(bytes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("written in format 9, this version knows 2");
    }

    @Test
    void hasRoomForTheLargestLabel() {
        Headers headers = new RecordHeaders().add("h", new byte[LabelRecord.MOST_HEADER_BYTES - 200]);
        LabelRecord large = LabelRecord.of(new byte[8_000], new byte[192], headers);
        assertThat(large.headers()).containsExactly(headers.toArray());
        Label label = new Label("\u20ac".repeat(1_000), 0, 0, 0, large);

        assertThat(again(Wire.arrivals(), label)).usingRecursiveComparison().isEqualTo(label);
    }

    @Test
    void keepsOfHeadersThatAreTooLargeTheId() {
        Headers headers =
                new RecordHeaders().add("odradek-id", new byte[] {7}).add("h", new byte[LabelRecord.MOST_HEADER_BYTES]);

        assertThat(LabelRecord.of(null, new byte[1], headers).headers())
                .containsExactly(
                        new RecordHeader("odradek-id", new byte[] {7}),
                        new RecordHeader("odradek-omitted", "headers".getBytes(UTF_8)));
    }

    private static <T> T again(Serde<T> serde, T value) {
        return serde.deserializer().deserialize("topic", serde.serializer().serialize("topic", value));
    }
}
