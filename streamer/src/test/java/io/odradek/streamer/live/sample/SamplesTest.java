package io.odradek.streamer.live.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest extends SamplesCase {
    @Test
    void showsAPredictionAsThePageWantsIt() {
        tick(true);

        assertThat(image(7, 0.25f)).isTrue();
        tick(true);

        JsonObject json = predictions().get(0);
        assertThat(json.get("seq").getAsLong())
                .isEqualTo(samples.predictions().get(0).seq());
        assertThat(json.get("at").getAsString()).isEqualTo("2026-11-28T14:10:53.123Z");
        assertThat(json.get("model").getAsString()).isEqualTo(MODEL);
        assertThat(json.get("version").getAsString()).isEqualTo("v1");
        assertThat(json.get("label").getAsString()).isEqualTo("class 7");
        assertThat(json.get("confidence").getAsDouble()).isEqualTo(0.25);
        assertThat(json.get("latency").getAsDouble()).isEqualTo(0.0125);
        assertThat(json.get("topic").getAsString()).isEqualTo("images");
        assertThat(json.get("partition").getAsInt()).isEqualTo(2);
        assertThat(json.get("offset").getAsLong()).isZero();
        assertThat(json.get("id").getAsString()).isEqualTo("id-0");
        assertThat(json.getAsJsonObject("thumb").get("data").getAsString()).isEqualTo("AQIDBA==");
        JsonArray top = json.getAsJsonArray("top");
        assertThat(top).hasSize(5);
        assertThat(top.get(0).toString()).isEqualTo("[\"class 7\",0.25]");
        assertThat(top.get(1).toString()).isEqualTo("[\"class 0\",0.0]");
    }

    @Test
    void showsNothingBeforeItsAnswerIsOut() {
        tick(true);
        Sample sample = Objects.requireNonNull(sampler.sample(REF, LABELS, INPUT, new float[10], 0, new byte[4]));
        tick(true);
        assertThat(predictions()).isEmpty();

        sample.answered(new Source("images", 0, 5), null, 1);
        tick(true);

        assertThat(predictions()).hasSize(1);
        assertThat(predictions().get(0).get("id").isJsonNull()).isTrue();
    }

    @Test
    void forgetsWhatIsNeverAnswered() {
        tick(true);
        Sample sample = sampler.sample(REF, LABELS, INPUT, new float[10], 0, new byte[4]);
        tick(true);
        assertThat(samples.waiting()).isEqualTo(1);

        IntStream.range(0, 200).forEach(i -> tick(true));

        assertThat(sample).isNotNull();
        assertThat(samples.waiting()).isZero();
    }

    @Test
    void takesAFewOfEachClassHoweverOneFloods() {
        for (int second = 0; second < 20; second++) {
            for (int t = 0; t < 4; t++) {
                tick(true);
                for (int i = 0; i < 500; i++) {
                    image(0, 0.99f);
                }
                image(1 + (second + t) % 9, 0.99f);
            }
        }
        tick(true);

        Set<String> shown = predictions().stream()
                .map(json -> json.get("label").getAsString())
                .collect(Collectors.toSet());
        assertThat(shown).containsExactlyInAnyOrderElementsOf(LABELS);
        assertThat(predictions()).hasSizeBetween(100, Samples.MOST_PREDICTIONS);
    }

    @Test
    void takesUnsureOnesAtFullLoad() {
        int unsure = 0;
        for (int t = 0; t < 40; t++) {
            tick(true);
            for (int i = 0; i < 500; i++) {
                image(i % 3, 0.99f);
            }
            unsure += image(0, 0.3f) ? 1 : 0;
        }

        assertThat(unsure).isGreaterThanOrEqualTo(39);
    }

    @Test
    void takesAtMostAboutTwentySixASecondWhileSomebodyLooks() {
        int taken = 0;
        for (int t = 0; t < 40; t++) {
            tick(true);
            for (int i = 0; i < 1_000; i++) {
                taken += image(i % 10, i % 7 == 0 ? 0.2f : 0.9f) ? 1 : 0;
            }
        }

        assertThat(taken).isBetween(200, 260);
    }

    @Test
    void takesAtMostAFewASecondWhileNobodyLooks() {
        int taken = 0;
        for (int t = 0; t < 40; t++) {
            tick(false);
            for (int i = 0; i < 1_000; i++) {
                taken += image(i % 10, i % 7 == 0 ? 0.2f : 0.9f) ? 1 : 0;
            }
        }

        assertThat(taken).isBetween(10, 30);
    }

    @Test
    void takesFromEachModelInTurn() {
        List<String> names = IntStream.range(0, 7).mapToObj(i -> "m" + i).toList();
        Samples many = samples(names, false);
        int[] taken = new int[7];
        for (int t = 0; t < 28; t++) {
            many.tick(true);
            for (int m = 0; m < 7; m++) {
                for (int i = 0; i < 100; i++) {
                    Sample sample =
                            many.sampler("m" + m).sample(REF, LABELS, INPUT, new float[10], i % 10, new byte[4]);
                    taken[m] += sample == null ? 0 : 1;
                }
            }
        }

        assertThat(IntStream.of(taken).min().orElse(0)).isGreaterThan(10);
        assertThat(IntStream.of(taken).sum()).as("in 7 s").isLessThan(7 * 60);
    }

    @Test
    void holdsABoundedNumberOfBytesWhateverComes() {
        List<String> labels =
                IntStream.range(0, 3_800).mapToObj(i -> "x".repeat(250) + i).toList();
        InputSpec large = new InputSpec(3, 512, 512, 0);
        byte[] tensor = new byte[large.bytes()];
        new Random(1).nextBytes(tensor);
        float[] probabilities = new float[3_800];
        for (int t = 0; t < 400; t++) {
            tick(true);
            for (int i = 0; i < 120; i++) {
                Sample sample = sampler.sample(REF, labels, large, probabilities, i, tensor);
                if (sample != null && t % 2 == 0) {
                    sample.answered(new Source("images", 0, i), "y".repeat(10_000), 1);
                }
            }
            assertThat(samples.bytes()).isLessThan(9 << 20);
            assertThat(samples.waiting()).isLessThanOrEqualTo(Samples.MOST_WAITING);
        }
        assertThat(samples.predictions()).isNotEmpty();
        assertThat(samples.predictions())
                .allSatisfy(shown -> assertThat(shown.json()).hasSizeLessThan(20_000));
    }

    @Test
    void showsHostileWordsAsText() {
        List<String> labels = List.of("<img src=x onerror=alert(1)>", "\u0000\u202e\ud800", "l".repeat(10_000));
        tick(true);
        image(labels, 1, 0.4f, "a\"b\\c\n\udc00</script>" + "z".repeat(10_000));
        tick(true);

        JsonObject json = predictions().get(0);
        assertThat(json.get("label").getAsString()).isEqualTo("���");
        assertThat(json.get("id").getAsString())
                .startsWith("a\"b\\c��</script>zzz")
                .hasSize(Words.ID);
        assertThat(json.getAsJsonArray("top").toString()).contains("onerror").hasSizeLessThan(400);
        assertThat(new String(samples.predictions().get(0).json(), StandardCharsets.UTF_8))
                .as("no markup in the bytes, should they ever be read as such")
                .doesNotContain("<", ">");
    }
}
