package io.odradek.streamer.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.image.TestImages;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LooksTest {
    @Test
    void readsTheSizeOfImages() {
        assertThat(Looks.of(image("png"))).isEqualTo(new Looks("PNG 3x2", ".png"));
        assertThat(Looks.of(image("jpg"))).isEqualTo(new Looks("JPEG 3x2", ".jpg"));
    }

    @Test
    void neverFailsWhateverIsCutOff() {
        for (String format : new String[] {"png", "jpg"}) {
            byte[] image = image(format);
            for (int length = 0; length <= image.length; length++) {
                assertThat(Looks.of(Arrays.copyOf(image, length)).description()).isNotEmpty();
            }
        }
        assertThat(Looks.of(Arrays.copyOf(image("png"), 20)).description()).isEqualTo("PNG without a size");
        assertThat(Looks.of(Arrays.copyOf(image("jpg"), 20)).description()).isEqualTo("JPEG without a size");
    }

    @Test
    void needsNoMoreThanTheBytesOfTheSize() {
        byte[] png = Arrays.copyOf(image("png"), 24);
        byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xcf, 0, 7, 8, 0, 2, 0, 3};

        assertThat(Looks.of(png).description()).isEqualTo("PNG 3x2");
        assertThat(Looks.of(jpeg).description()).isEqualTo("JPEG 3x2");
    }

    @Test
    void takesASizeForUnsigned() {
        byte[] png = image("png");
        Arrays.fill(png, 16, 24, (byte) 0xff);

        assertThat(Looks.of(png).description()).isEqualTo("PNG 4294967295x4294967295");
    }

    @Test
    void showsTheBeginningOfTextAndOfBytes() {
        assertThat(Looks.of(ascii("hello"))).isEqualTo(new Looks("text \"hello\"", ".txt"));
        assertThat(Looks.of(ascii("{\n\"a\": 1}")).description()).isEqualTo("text \"{?\"a\": 1}\"");
        assertThat(Looks.of(ascii("x".repeat(1_000))).description()).isEqualTo("text \"" + "x".repeat(40) + "...\"");
        assertThat(Looks.of(ascii("~ ~")).description()).isEqualTo("text \"~ ~\"");
        assertThat(Looks.of(new byte[] {0, (byte) 255, 65})).isEqualTo(new Looks("bytes 00 ff 41", ".bin"));
        assertThat(Looks.of(new byte[100]).description()).isEqualTo("bytes " + "00 ".repeat(16) + "...");
        assertThat(Looks.of(ascii("bell \u0007")).description()).startsWith("bytes ");
        assertThat(Looks.of(new byte[0]).description()).isEqualTo("0 bytes");
        assertThat(Looks.of(null).description()).isEqualTo("no value");
    }

    private static byte[] image(String format) {
        return TestImages.encode(TestImages.grey(3, 2, 1, 2, 3, 4, 5, 6), format);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
