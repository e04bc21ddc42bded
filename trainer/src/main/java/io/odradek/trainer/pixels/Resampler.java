package io.odradek.trainer.pixels;

/**
 * Brings planes of bytes to another size, by step 4 of the contract's pixel rules: a triangle filter over pixel
 * centres, widened where the image shrinks, in integers, columns first and then rows. Stateless.
 *
 * <p>Result i of a side of {@code from} pixels that becomes {@code to} has its centre at (2i + 1) · from / (2 · to) and
 * source j at (2j + 1) / 2. Times 2 · to both are integers, and so is the weight 2 · max(from, to) less their distance:
 * nothing is rounded but the weighted mean, half upwards.
 */
public final class Resampler {
    private Resampler() {}

    /**
     * One direction.
     *
     * @param from pixels of the source
     * @param to pixels that the whole source becomes
     * @param first the first of them that is wanted
     * @param count how many are wanted
     */
    private record Axis(int from, long to, long first, int count) {
        static Axis middle(int from, long to, int count) {
            return new Axis(from, to, (to - count) / 2, count);
        }
    }

    /**
     * Stretches or squeezes the whole image to {@code toHeight} x {@code toWidth}.
     *
     * @param planes {@code [C, height, width]}
     * @return {@code [C, toHeight, toWidth]}
     */
    public static byte[] resize(byte[] planes, int height, int width, int toHeight, int toWidth) {
        return apply(planes, Axis.middle(height, toHeight, toHeight), Axis.middle(width, toWidth, toWidth));
    }

    /** Like {@link #resize}, but keeps the proportions: the image covers the result, and what juts out is cut off. */
    public static byte[] crop(byte[] planes, int height, int width, int toHeight, int toWidth) {
        boolean wider = (long) width * toHeight >= (long) height * toWidth;
        long scaledHeight = wider ? toHeight : scaled(height, toWidth, width);
        long scaledWidth = wider ? scaled(width, toHeight, height) : toWidth;
        return apply(planes, Axis.middle(height, scaledHeight, toHeight), Axis.middle(width, scaledWidth, toWidth));
    }

    /** side · to / from, rounded, half upwards. */
    private static long scaled(int side, int to, int from) {
        return (2L * side * to + from) / (2L * from);
    }

    /** Column by column of the result: an intermediate image could be larger than source and result. */
    private static byte[] apply(byte[] planes, Axis rows, Axis columns) {
        int channels = planes.length / (rows.from * columns.from);
        byte[] result = new byte[channels * rows.count * columns.count];
        byte[] column = new byte[rows.from];
        for (int channel = 0; channel < channels; channel++) {
            for (int x = 0; x < columns.count; x++) {
                for (int y = 0; y < rows.from; y++) {
                    column[y] = mean(planes, (channel * rows.from + y) * columns.from, columns, x);
                }
                for (int y = 0; y < rows.count; y++) {
                    result[(channel * rows.count + y) * columns.count + x] = mean(column, 0, rows, y);
                }
            }
        }
        return result;
    }

    /** Result {@code i} of the line that begins at {@code at}. */
    private static byte mean(byte[] source, int at, Axis axis, int i) {
        long reach = 2 * Math.max(axis.from, axis.to);
        long centre = (2 * (axis.first + i) + 1) * axis.from;
        int begin = (int) Math.max(0, (centre - reach) / axis.to / 2 - 1);
        int end = (int) Math.min(axis.from, (centre + reach) / axis.to / 2 + 1);
        long sum = 0;
        long weights = 0;
        for (int j = begin; j < end; j++) {
            long weight = Math.max(0, reach - Math.abs((2L * j + 1) * axis.to - centre));
            sum += weight * (source[at + j] & 255);
            weights += weight;
        }
        return (byte) ((2 * sum + weights) / (2 * weights));
    }
}
