package io.odradek.streamer.evaluation.pairing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class WireTest {
    private static final Guess GUESS = new Guess("m@1", "Coat", 123_456_789, 17);
    private static final Label LABEL =
            new Label("Shirt", 18, 3, 1L << 40, new LabelRecord(null, "Shirt".getBytes(UTF_8), new byte[] {7}));

    @Test
    void givesBackWhatWasWritten() {
        assertThat(again(Wire.arrivals(), GUESS)).isEqualTo(GUESS);
        assertThat(again(Wire.arrivals(), LABEL)).usingRecursiveComparison().isEqualTo(LABEL);
        Judgement taken = new Judgement(GUESS, "Shirt", -1);
        assertThat(again(Wire.judgements(), taken)).isEqualTo(taken);
        for (Case known : List.of(
                new Case(5, List.of(), LABEL, false),
                new Case(5, List.of(new Case.Judged(GUESS, null)), null, false),
                new Case(5, List.of(new Case.Judged(GUESS, "Shirt"), new Case.Judged(GUESS, null)), LABEL, true))) {
            assertThat(Wire.readCase(Wire.bytes(known)))
                    .usingRecursiveComparison()
                    .isEqualTo(known);
        }
    }

    @Test
    void refusesAFormatOfAnotherVersion() {
        byte[] bytes = Wire.bytes(new Case(5, List.of(), LABEL, false));
        bytes[0] = 9;

        assertThatThrownBy(() -> Wire.readCase(bytes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("written in format 9, this version knows 1");
    }

    @Test
    void hasRoomForTheLargestLabel() {
        LabelRecord large = new LabelRecord(new byte[8_000], new byte[100], new byte[92]);
        Label label = new Label("\u20ac".repeat(1_000), 0, 0, 0, large);

        assertThat(again(Wire.arrivals(), label)).usingRecursiveComparison().isEqualTo(label);
    }

    private static <T> T again(Serde<T> serde, T value) {
        return serde.deserializer().deserialize("topic", serde.serializer().serialize("topic", value));
    }
}
