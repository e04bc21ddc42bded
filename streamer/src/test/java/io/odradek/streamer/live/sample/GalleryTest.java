package io.odradek.streamer.live.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GalleryTest {
    @Test
    void keepsTheRareKindWhenAnotherOneFloods() {
        Gallery<Integer> gallery = new Gallery<>(10, 1_000);

        gallery.add("rare", -1, 1);
        for (int i = 0; i < 1_000; i++) {
            gallery.add("flood", i, 1);
        }
        gallery.add("late", 1_000, 1);

        assertThat(gallery.all()).hasSize(10).startsWith(-1).endsWith(999, 1_000);
    }

    @Test
    void staysWithinItsBytes() {
        Gallery<Integer> gallery = new Gallery<>(1_000, 100);

        for (int i = 0; i < 50; i++) {
            gallery.add(i % 3, i, 30);
        }

        assertThat(gallery.all()).containsExactly(47, 48, 49);
        assertThat(gallery.bytes()).isEqualTo(90);
    }

    @Test
    void keepsOneThingThatIsLargerThanAll() {
        Gallery<String> gallery = new Gallery<>(10, 100);

        gallery.add("k", "small", 1);
        gallery.add("k", "large", 500);

        assertThat(gallery.all()).containsExactly("large");
    }
}
