package io.odradek.trainer.replay;

import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.PngEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Everything about the records that can be made before the first is sent, so that encoding does not limit the rate.
 * Immutable, thread-safe.
 */
public final class Payloads {
    private final Format format;
    private final String[] ids;
    private final byte[][] images;
    private final byte[][] labels;

    private Payloads(Format format, String[] ids, byte[][] images, byte[][] labels) {
        this.format = format;
        this.ids = ids;
        this.images = images;
        this.labels = labels;
    }

    /** How an image becomes a record's value. */
    public enum Format {
        /** A PNG file. */
        PNG("image/png"),
        /** H·W·C bytes in the order height, width, channel. */
        RAW("application/vnd.odradek.raw");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }
    }

    /**
     * Encodes grey images.
     *
     * @param prefix begins each id, as in {@code test}
     * @param classNames in label order
     * @param count records that will be needed; no more images are encoded
     */
    public static Payloads encode(
            LabelledImages data, String prefix, List<String> classNames, Format format, long count) {
        int size = (int) Math.min(data.size(), count);
        byte[][] images = new byte[size][];
        byte[][] labels = new byte[size][];
        String[] ids = new String[size];
        byte[][] names =
                classNames.stream().map(n -> n.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
        for (int i = 0; i < size; i++) {
            // One channel: [1, H, W] and [H, W, 1] are the same bytes.
            images[i] = format == Format.PNG ? PngEncoder.encode(data.image(i), data.input()) : data.image(i);
            labels[i] = names[data.label(i)];
            ids[i] = String.format(Locale.ROOT, "%s-%05d", prefix, i);
        }
        return new Payloads(format, ids, images, labels);
    }

    /** Value of the {@code n}th image record, counted from 0. */
    byte[] image(long n) {
        return images[(int) (n % images.length)];
    }

    /** Value of the {@code n}th label record. */
    byte[] label(long n) {
        return labels[(int) (n % labels.length)];
    }

    /** Key and {@code odradek-id} of the {@code n}th record: {@code test-00042}, on loops {@code test-00042-1}. */
    byte[] id(long n) {
        long loop = n / images.length;
        String id = ids[(int) (n % images.length)];
        return (loop == 0 ? id : id + "-" + loop).getBytes(StandardCharsets.UTF_8);
    }

    /** Value of the header {@code content-type}. */
    byte[] contentType() {
        return format.contentType.getBytes(StandardCharsets.US_ASCII);
    }
}
