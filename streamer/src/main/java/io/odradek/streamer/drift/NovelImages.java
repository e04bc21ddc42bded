package io.odradek.streamer.drift;

import io.odradek.streamer.live.sample.Novel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The most novel images of a window, each made small at once: none of the large ones is held. Of n images in random order
 * about 8 (1 + ln(n / 8)) get in, 47 of 1,000. Not thread-safe.
 */
final class NovelImages {
    static final int MOST = 8;

    private final List<Novel> images = new ArrayList<>(MOST + 1);
    private double least;

    /** Whether an image so rare, in bits, is among them. */
    boolean isAmongThem(double bits) {
        return images.size() < MOST || bits > least;
    }

    /** Adds one, and drops the least novel one where there are too many. */
    void add(Novel image) {
        images.add(image);
        images.sort(Comparator.comparingDouble(Novel::bits).reversed());
        if (images.size() > MOST) {
            images.remove(MOST);
        }
        least = images.get(images.size() - 1).bits();
    }

    /** The most novel one first. */
    List<Novel> all() {
        return List.copyOf(images);
    }
}
