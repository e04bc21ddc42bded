package io.odradek.streamer.guarantee;

import io.odradek.streamer.image.BadImages;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What comes: good images, bad ones of each kind, and huge ones, good and bad; 100 keys; by chance, and again the same for
 * the same seed. Not thread-safe.
 */
final class Mix {
    private static final int KEYS = 100;
    /** Of 1,000 records. */
    private static final int BAD = 100;

    private static final int HUGE = 6;

    private static final byte[] PNG = TestImages.encode(TestImages.grey(2, 2, 9, 200, 3, 4), "png");
    /** Where the first chunk behind the header may stand. */
    private static final int BEHIND_HEADER = 33;

    private final Random random;
    private final List<byte[]> good = List.of(
            TestModels.image(0),
            TestModels.image(1),
            TestModels.image(2),
            PNG,
            TestImages.encode(TestImages.grey(2, 2, 1, 2, 200, 4), "gif"),
            TestImages.encode(TestImages.grey(2, 2, 200, 2, 3, 4), "bmp"),
            hugePng(100_000),
            hugePng(500_000),
            hugePng(900_000));
    private final List<byte @Nullable []> bad = new ArrayList<>();

    Mix(long seed) {
        random = new Random(seed);
        bad.add(null);
        bad.add(new byte[0]);
        bad.add(Cluster.utf8("no image"));
        bad.add(BadImages.truncated(PNG, PNG.length - 5));
        bad.add(BadImages.withWrongCrc(PNG));
        bad.add(TestImages.encode(TestImages.grey(3, 2, 1, 2, 3, 4, 5, 6), "png"));
        try {
            bad.add(BadImages.pngOfHugeDimensions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bad.add(BadImages.truncated(hugePng(900_000), 800_000));
        bad.add(new byte[700_000]);
    }

    /** A record for the topic of images, and whether a dead letter must answer it. */
    record Next(ProducerRecord<byte[], byte[]> record, boolean isBad) {}

    /** @param withBad whether it may be bad */
    Next next(boolean withBad) {
        byte[] key = Cluster.utf8("key-" + random.nextInt(KEYS));
        int kind = random.nextInt(1_000);
        int which = random.nextInt(1_000);
        boolean isBad = kind < BAD + HUGE / 2 && withBad;
        // The huge ones are the last of each list.
        byte[] value = isBad
                ? pick(bad, kind < BAD ? 0 : bad.size() - 2, kind < BAD ? bad.size() - 2 : bad.size(), which)
                : pick(good, isHuge(kind) ? good.size() - 3 : 0, isHuge(kind) ? good.size() : good.size() - 3, which);
        return new Next(new ProducerRecord<>("images", key, value), isBad);
    }

    private static boolean isHuge(int kind) {
        return kind >= BAD + HUGE / 2 && kind < BAD + HUGE;
    }

    private static byte @Nullable [] pick(List<byte @Nullable []> values, int from, int to, int which) {
        return values.get(from + which % (to - from));
    }

    /** A sound PNG with so many bytes in a chunk that nobody needs to know. */
    private static byte[] hugePng(int bytes) {
        byte[] ballast = BadImages.chunk("odRk", new byte[bytes]);
        byte[] png = Arrays.copyOf(PNG, PNG.length + ballast.length);
        System.arraycopy(ballast, 0, png, BEHIND_HEADER, ballast.length);
        System.arraycopy(PNG, BEHIND_HEADER, png, BEHIND_HEADER + ballast.length, PNG.length - BEHIND_HEADER);
        return png;
    }
}
