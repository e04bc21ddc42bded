package io.odradek.bench.load;

import io.odradek.bench.entry.Payload;
import io.odradek.bench.net.Images;
import io.odradek.bench.net.Nets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Images of all kinds: of 1,000 some 900 are raw or a small PNG, 48 have some 50 KB, 10 some 200 KB, 2 almost what a record
 * holds, and 40 are none. By number, so that a run can be repeated. Immutable.
 */
public final class Mix {
    private static final int ALL = 1_000;
    private static final int HUGE = 2;
    private static final int LARGE = 10;
    private static final int MIDDLE = 48;
    private static final int BAD = 40;

    /** As a PNG with noise some 0.9 MB. */
    private static final int HUGE_FACTOR = 34;

    private final List<byte[]> small;
    private final List<byte[]> middle;
    private final List<byte[]> large;
    private final List<byte[]> huge;
    private final List<byte[]> bad;

    /** @param pixels at least 100 images, 784 bytes each */
    public Mix(List<byte[]> pixels) {
        List<byte[]> few = pixels.subList(0, 100);
        small = new ArrayList<>(few);
        few.forEach(image -> small.add(Images.png(image)));
        middle = few.stream().limit(20).map(Payload.NOISY_9::of).toList();
        large = few.stream().limit(5).map(Payload.NOISY_18::of).toList();
        huge = List.of(Images.noisyPng(few.get(0), HUGE_FACTOR), Images.noisyPng(few.get(1), HUGE_FACTOR));
        bad = bad(middle.get(0));
    }

    private static List<byte[]> bad(byte[] png) {
        byte[] cut = Arrays.copyOf(png, png.length / 2);
        byte[] spoilt = png.clone();
        spoilt[png.length / 2] ^= 1;
        byte[] gigantic = png.clone();
        // Width and height in the header: 2^30 pixels of each.
        gigantic[16] = 0x40;
        gigantic[20] = 0x40;
        return List.of(
                cut,
                spoilt,
                gigantic,
                new byte[0],
                new byte[Nets.SIDE * Nets.SIDE - 1],
                "no image".getBytes(StandardCharsets.UTF_8),
                "GIF89a".getBytes(StandardCharsets.US_ASCII));
    }

    /** The value of the image of this number. */
    public byte[] value(long number) {
        int slot = new SplittableRandom(number).nextInt(ALL);
        int turn = (int) (number / ALL & Integer.MAX_VALUE) + slot;
        if (slot < HUGE) {
            return at(huge, turn);
        }
        if (slot < HUGE + LARGE) {
            return at(large, turn);
        }
        if (slot < HUGE + LARGE + MIDDLE) {
            return at(middle, turn);
        }
        return at(slot < HUGE + LARGE + MIDDLE + BAD ? bad : small, turn);
    }

    private static byte[] at(List<byte[]> values, int turn) {
        return values.get(Math.floorMod(turn, values.size()));
    }
}
