package io.odradek.streamer.live.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.image.Picture;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailTest {
    @Test
    void isTheImageItselfWhereThatIsSmall() {
        byte[] tensor = {1, 2, 3, 4, 5, 6};

        Thumbnail thumbnail = Thumbnail.of(Picture.of(tensor, new InputSpec(1, 2, 3, 0)));

        assertThat(thumbnail.width()).isEqualTo(3);
        assertThat(thumbnail.height()).isEqualTo(2);
        assertThat(thumbnail.channels()).isEqualTo(1);
        assertThat(thumbnail.pixels()).isEqualTo(tensor);
    }

    @Test
    void putsThePlanesOfColoursTogetherPixelByPixel() {
        byte[] tensor = {10, 11, 20, 21, 30, 31};

        Thumbnail thumbnail = Thumbnail.of(Picture.of(tensor, new InputSpec(3, 1, 2, 0)));

        assertThat(thumbnail.channels()).isEqualTo(3);
        assertThat(thumbnail.pixels()).containsExactly(10, 20, 30, 11, 21, 31);
    }

    @Test
    void isGreyWhereAllColoursAre() {
        byte[] tensor = {10, 11, 10, 11, 10, 11};

        Thumbnail thumbnail = Thumbnail.of(Picture.of(tensor, new InputSpec(3, 1, 2, 0)));

        assertThat(thumbnail.channels()).isEqualTo(1);
        assertThat(thumbnail.pixels()).containsExactly(10, 11);
    }

    @Test
    void givesEachPixelTheMeanOfWhatItStandsFor() {
        byte[] planes = new byte[128 * 128];
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 128; x++) {
                // 200 and 220 in turns on the left, 0 on the right.
                planes[y * 128 + x] = (byte) (x < 64 ? 200 + 20 * (y % 2) : 0);
            }
        }

        Thumbnail thumbnail = Thumbnail.of(new Picture(1, 128, 128, planes));

        assertThat(thumbnail.width()).isEqualTo(64);
        assertThat(thumbnail.height()).isEqualTo(64);
        assertThat(thumbnail.pixels()[0] & 255).isEqualTo(210);
        assertThat(thumbnail.pixels()[63]).isZero();
    }

    @ParameterizedTest
    @CsvSource({"4096, 1, 64, 1", "1, 4096, 1, 64", "65, 64, 64, 63", "64, 64, 64, 64", "4096, 4096, 64, 64"})
    void keepsProportionsAndIsNeverLarger(int width, int height, int smallWidth, int smallHeight) {
        Thumbnail thumbnail = Thumbnail.of(new Picture(1, height, width, new byte[width * height]));

        assertThat(thumbnail.width()).isEqualTo(smallWidth);
        assertThat(thumbnail.height()).isEqualTo(smallHeight);
        assertThat(thumbnail.pixels()).hasSize(smallWidth * smallHeight);
    }

    @Test
    void isWrittenAsItsSizeAndItsBytes() {
        JsonObject json = new Thumbnail(1, 2, 1, new byte[] {0, (byte) 255}).json();

        assertThat(json.get("w").getAsInt()).isEqualTo(1);
        assertThat(json.get("h").getAsInt()).isEqualTo(2);
        assertThat(json.get("c").getAsInt()).isEqualTo(1);
        assertThat(Base64.getDecoder().decode(json.get("data").getAsString())).containsExactly(0, 255);
    }
}
