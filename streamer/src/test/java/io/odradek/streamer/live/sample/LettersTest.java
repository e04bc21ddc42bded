package io.odradek.streamer.live.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LettersTest extends SamplesCase {
    private static final byte[] PNG = TestImages.encode(TestImages.grey(3, 1, 10, 20, 30), "png");

    @Test
    void showsADeadLetterAsThePageWantsIt() {
        granted();

        letter(Reason.WRONG_SIZE, PNG);
        tick(true);

        JsonObject json = letters().get(0);
        assertThat(json.get("model").getAsString()).isEqualTo(MODEL);
        assertThat(json.get("reason").getAsString()).isEqualTo("WRONG_SIZE");
        assertThat(json.get("message").getAsString()).isEqualTo("why WRONG_SIZE");
        assertThat(json.get("topic").getAsString()).isEqualTo("images");
        assertThat(json.get("bytes").getAsInt()).isEqualTo(PNG.length);
        assertThat(json.get("hex").getAsString()).startsWith("89504e47").hasSizeLessThanOrEqualTo(128);
        JsonObject thumb = json.getAsJsonObject("thumb");
        assertThat(thumb.get("w").getAsInt()).isEqualTo(3);
        assertThat(thumb.get("h").getAsInt()).isEqualTo(1);
        assertThat(thumb.get("c").getAsInt()).isEqualTo(1);
        assertThat(Base64.getDecoder().decode(thumb.get("data").getAsString())).containsExactly(10, 20, 30);
    }

    @Test
    void showsARecordWithoutAValue() {
        granted();

        letter(Reason.EMPTY, null);
        tick(true);

        assertThat(letters().get(0).get("hex").isJsonNull()).isTrue();
        assertThat(letters().get(0).get("thumb").isJsonNull()).isTrue();
        assertThat(letters().get(0).get("bytes").getAsInt()).isZero();
    }

    @Test
    void doesNotLetOneReasonHideAnother() {
        for (int second = 0; second < 100; second++) {
            granted();
            IntStream.range(0, 1_000).forEach(i -> letter(Reason.CORRUPT_IMAGE, PNG));
            if (second == 3) {
                letter(Reason.BAD_ENVELOPE, PNG);
            }
        }
        tick(true);

        assertThat(letters()).hasSize(Samples.MOST_LETTERS);
        assertThat(letters())
                .extracting(json -> json.get("reason").getAsString())
                .contains("BAD_ENVELOPE")
                .containsOnly("BAD_ENVELOPE", "CORRUPT_IMAGE");
    }

    @Test
    void findsTheImageThatSaysItIsAnother() {
        granted();
        letter(Reason.CONTENT_TYPE_MISMATCH, PNG);
        tick(true);

        assertThat(letters().get(0).get("thumb").isJsonNull()).isFalse();
    }

    @Test
    void findsTheImageInAnEnvelope() {
        Samples enveloped = samples(List.of(MODEL), true);
        String json = "{\"image\":\"" + Base64.getEncoder().encodeToString(PNG) + "\"}";
        nanos.addAndGet(1_000_000_000);
        IntStream.range(0, 4).forEach(i -> enveloped.tick(true));

        enveloped
                .sampler(MODEL)
                .rejected(
                        new Source("images", 0, 0),
                        new Rejected(Reason.WRONG_SIZE, "why"),
                        json.getBytes(StandardCharsets.UTF_8));
        enveloped.tick(true);
        enveloped.tickLetters();

        assertThat(json(enveloped.letters()).get(0).get("thumb").isJsonNull()).isFalse();
    }

    @Test
    void decodesNoImageThatIsDamagedAndNoneTwiceWithinHalfASecond() {
        granted();
        letter(Reason.CORRUPT_IMAGE, PNG);
        letter(Reason.WRONG_SIZE, PNG);
        letter(Reason.UNSUPPORTED_CONTENT_TYPE, PNG);
        tick(true);

        assertThat(letters())
                .extracting(json -> json.get("thumb").isJsonNull())
                .as("damaged, first, too soon")
                .containsExactly(true, false, true);
    }

    @Test
    void keepsOnlyTheFirstBytesOfALargeValue() {
        byte[] large = new byte[(1 << 20) + 1];
        System.arraycopy(PNG, 0, large, 0, PNG.length);
        granted();

        letter(Reason.WRONG_SIZE, large);

        assertThat(samples.bytes()).isEqualTo(64);
        tick(true);
        assertThat(letters().get(0).get("thumb").isJsonNull()).isTrue();
        assertThat(letters().get(0).get("hex").getAsString()).hasSize(128);
        assertThat(letters().get(0).get("bytes").getAsInt()).isEqualTo(large.length);
    }

    @Test
    void keepsNoMoreThanTwoMebibytesOfValuesThatWait() {
        byte[] value = new byte[1 << 20];
        granted();

        for (Reason reason : Reason.values()) {
            letter(reason, value);
        }

        assertThat(samples.bytes()).isLessThanOrEqualTo(2 << 20);
        tick(true);
        assertThat(letters()).hasSizeGreaterThanOrEqualTo(Reason.values().length - 3);
        assertThat(samples.bytes()).isLessThan(100_000);
    }

    @Test
    void outlivesBytesOfEveryKind() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            granted();
            byte[] value = PNG.clone();
            value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
            letter(Reason.WRONG_SIZE, i % 3 == 0 ? value : Arrays.copyOf(value, random.nextInt(value.length)));
            tick(true);
        }

        assertThat(letters()).hasSize(Samples.MOST_LETTERS);
    }

    /** After it a dead letter of each reason may be shown. */
    private void granted() {
        IntStream.range(0, 4).forEach(i -> tick(true));
    }
}
