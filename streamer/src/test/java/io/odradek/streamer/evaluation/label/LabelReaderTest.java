package io.odradek.streamer.evaluation.label;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.evaluation.label.LabelReading.Found;
import io.odradek.streamer.evaluation.label.LabelReading.Refused;
import io.odradek.streamer.message.Source;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelReaderTest {
    private static final byte[] CAM_7 = Identity.ofId(utf8("cam-7"));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Coat; cam-7",
                "Ankle boot; cam-7",
                "'{\"label\":\"Coat\",\"id\":\"cam-7\"}'; ",
                "'{\"id\":\"cam-7\",\"by\":{\"name\":[\"ana\"]},\"label\":\"Coat\"}'; ",
                "'{\"label\":\"Coat\",\"id\":\"cam-7\"}'; cam-7",
                "'{\"label\":\"Coat\",\"id\":null}'; cam-7",
                "'{\"label\":\"Coat\",\"id\":\"cam-7\",\"source\":{\"topic\":\"images\",\"partition\":3,\"offset\":17}}'; ",
            })
    void findsLabelAndImageInEachForm(String value, @Nullable String header) {
        LabelReading reading = read(null, value, header, false);

        assertThat(reading).isInstanceOf(Found.class);
        assertThat(((Found) reading).identity()).isEqualTo(CAM_7);
        assertThat(((Found) reading).text()).isEqualTo(value.startsWith("Ankle") ? "Ankle boot" : "Coat");
    }

    @Test
    void findsAnImageWithoutIdByItsPlaceAsAPredictionSaysIt() {
        LabelReading reading = read(
                null,
                "{\"label\":\"Coat\",\"source\":{\"topic\":\"images\",\"partition\":3,\"offset\":17}}",
                null,
                false);

        assertThat(((Found) reading).identity()).isEqualTo(Identity.ofSource(new Source("images", 3, 17)));
    }

    @Test
    void takesTheKeyForTheImageOnlyWhereKeysAreUnique() {
        assertThat(((Found) read("k", "Coat", null, true)).identity()).isEqualTo(Identity.ofKey(utf8("k")));
        assertThat(((Found) read("k", "Coat", "cam-7", true)).identity()).isEqualTo(CAM_7);
        assertThat(read("k", "Coat", null, false))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Refused.class))
                .extracting(Refused::reason)
                .isEqualTo(LabelReason.NO_IDENTITY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Coat; ; NO_IDENTITY",
                "'{\"label\":\"Coat\"}'; ; NO_IDENTITY",
                "'{\"label\":\"Coat\",\"id\":null,\"source\":null}'; ; NO_IDENTITY",
                "'{'; cam-7; BAD_JSON",
                "'{\"label\":\"Coat\"} x'; cam-7; BAD_JSON",
                "'{\"label\":\"Coat\"}{}'; cam-7; BAD_JSON",
                "'{label:\"Coat\"}'; cam-7; BAD_JSON",
                "'{\"id\":\"cam-7\"}'; ; BAD_JSON",
                "'{\"label\":7}'; cam-7; BAD_JSON",
                "'{\"label\":\"\"}'; cam-7; BAD_JSON",
                "'{\"label\":null}'; cam-7; BAD_JSON",
                "'{\"label\":\"Coat\",\"label\":\"Bag\"}'; cam-7; BAD_JSON",
                "'{\"label\":\"Coat\",\"id\":7}'; ; BAD_JSON",
                "'{\"label\":\"Coat\",\"id\":\"\"}'; ; BAD_IDENTITY",
                "'{\"label\":\"Coat\",\"id\":\"a\\nb\"}'; ; BAD_IDENTITY",
                "'{\"label\":\"Coat\",\"id\":\"cam-8\"}'; cam-7; BAD_IDENTITY",
                "'{\"label\":\"Coat\",\"source\":7}'; ; BAD_IDENTITY",
                "'{\"label\":\"Coat\",\"source\":{}}'; ; BAD_IDENTITY",
                "'{\"label\":\"Coat\",\"source\":{\"topic\":\"a b\",\"partition\":0,\"offset\":0}}'; ; BAD_IDENTITY",
                "'{\"label\":\"Coat\",\"source\":{\"topic\":\"a\",\"partition\":-1,\"offset\":0}}'; ; BAD_IDENTITY",
                "'{\"label\":\"Coat\",\"source\":{\"topic\":\"a\",\"partition\":0,\"offset\":0.5}}'; ; BAD_IDENTITY",
                "'{\"label\":\"Coat\",\"source\":{\"topic\":\"a\",\"partition\":\"0\",\"offset\":0}}'; ; BAD_IDENTITY",
            })
    void saysWhatIsWrongWithEachOther(String value, @Nullable String header, LabelReason reason) {
        LabelReading reading = read(null, value, header, false);

        assertThat(reading).isInstanceOf(Refused.class);
        assertThat(((Refused) reading).reason()).isEqualTo(reason);
        assertThat(((Refused) reading).message()).isNotBlank().doesNotContain("Coat");
    }

    @Test
    void refusesWhatIsEmptyNoTextOrLarge() {
        assertThat(reason(null)).isEqualTo(LabelReason.EMPTY);
        assertThat(reason(new byte[0])).isEqualTo(LabelReason.EMPTY);
        assertThat(reason(new byte[] {'C', (byte) 0xff})).isEqualTo(LabelReason.NOT_TEXT);
        assertThat(reason(utf8("x".repeat(1_001)))).isEqualTo(LabelReason.TOO_LARGE);
        assertThat(reason(new byte[8_193])).isEqualTo(LabelReason.TOO_LARGE);
        assertThat(reason(utf8("{\"label\":\"Coat\",\"x\":" + "[".repeat(4_000))))
                .isEqualTo(LabelReason.BAD_JSON);
        assertThat(read(null, "x".repeat(1_000), "i", false)).isInstanceOf(Found.class);
    }

    @Test
    void countsTheLastIdOfSeveralAndNoEmptyOne() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("odradek-id", utf8("cam-6")).add("odradek-id", utf8("cam-7"));
        assertThat(Identity.ofPrediction(headers, null, new Source("t", 0, 0), false))
                .isEqualTo(CAM_7);

        headers.add("odradek-id", new byte[0]);
        assertThat(Identity.ofPrediction(headers, utf8("k"), new Source("t", 0, 0), false))
                .isEqualTo(Identity.ofSource(new Source("t", 0, 0)));
        assertThat(Identity.ofPrediction(headers, utf8("k"), new Source("t", 0, 0), true))
                .isEqualTo(Identity.ofKey(utf8("k")));
    }

    @Test
    void samplesTheShareThatIsAskedFor() {
        int sampled = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] identity = Identity.ofId(utf8("image-" + i));
            assertThat(Identity.isSampled(identity, 1)).isTrue();
            assertThat(Identity.isSampled(identity, 0)).isFalse();
            sampled += Identity.isSampled(identity, 0.1) ? 1 : 0;
        }

        // Five standard deviations of a binomial distribution.
        assertThat(sampled).isBetween(9_500, 10_500);
    }

    private static LabelReason reason(byte @Nullable [] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("odradek-id", utf8("i"));
        return ((Refused) new LabelReader(false).read(null, value, headers)).reason();
    }

    private static LabelReading read(@Nullable String key, String value, @Nullable String header, boolean keyUnique) {
        RecordHeaders headers = new RecordHeaders();
        if (header != null) {
            headers.add("odradek-id", utf8(header));
        }
        return new LabelReader(keyUnique).read(key == null ? null : utf8(key), utf8(value), headers);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
