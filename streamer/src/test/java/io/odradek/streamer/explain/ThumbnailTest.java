package io.odradek.streamer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.image.InputSpec;
import org.junit.jupiter.api.Test;

class ThumbnailTest {
    @Test
    void keepsASmallImageWithItsColoursSideBySide() {
        byte[] planes = {1, 2, 3, 4, 5, 6};

        Thumbnail thumbnail = Thumbnail.of(planes, new InputSpec(3, 1, 2, 0));

        assertThat(thumbnail.width()).isEqualTo(2);
        assertThat(thumbnail.height()).isEqualTo(1);
        assertThat(thumbnail.data()).containsExactly(1, 3, 5, 2, 4, 6);
    }

    @Test
    void shrinksALargeImageInItsProportions() {
        byte[] tensor = new byte[100 * 200];
        tensor[99 * 200 + 198] = 7;

        Thumbnail thumbnail = Thumbnail.of(tensor, new InputSpec(1, 100, 200, 0));

        assertThat(thumbnail.width()).isEqualTo(64);
        assertThat(thumbnail.height()).isEqualTo(32);
        assertThat(thumbnail.data()).hasSize(64 * 32);
        assertThat(thumbnail.data()[64 * 32 - 1]).isEqualTo((byte) 0);
        assertThat(Thumbnail.of(new byte[4096], new InputSpec(1, 1, 4096, 0)).height())
                .isEqualTo(1);
    }
}
