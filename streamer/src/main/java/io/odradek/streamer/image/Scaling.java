package io.odradek.streamer.image;

/**
 * How a line of samples becomes one of another length, by the README's resampler: the weight of source j in result i is
 * {@code 2 * max(length, scaled) - |(2j + 1) * scaled - (2i + 1) * length|}, or 0 where that is negative, and a result
 * is the weighted mean, half rounded up. All in integers, so that every decoder gives the same bytes.
 *
 * @param length samples of the source
 * @param scaled samples that the whole source would become
 * @param offset the first of those that is wanted
 * @param wanted how many are wanted
 */
record Scaling(int length, long scaled, long offset, int wanted) {
    /** The whole line. */
    static Scaling whole(int length, int scaled) {
        return new Scaling(length, scaled, 0, scaled);
    }

    /** The middle of the line; where an odd number is left over, the larger part of it stands behind. */
    static Scaling middle(int length, long scaled, int wanted) {
        return new Scaling(length, scaled, (scaled - wanted) / 2, wanted);
    }

    /**
     * First each row, then each column, of every plane. Beside source and result it needs one column: what would stand
     * between the two steps can be far larger than both.
     */
    static byte[] both(byte[] planes, Scaling rows, Scaling columns) {
        int channels = planes.length / (rows.length * columns.length);
        byte[] result = new byte[channels * rows.wanted * columns.wanted];
        byte[] column = new byte[rows.length];
        for (int c = 0; c < channels; c++) {
            int source = c * rows.length * columns.length;
            int target = c * rows.wanted * columns.wanted;
            for (int x = 0; x < columns.wanted; x++) {
                for (int y = 0; y < rows.length; y++) {
                    column[y] = columns.sample(planes, source + y * columns.length, x);
                }
                for (int y = 0; y < rows.wanted; y++) {
                    result[target + y * columns.wanted + x] = rows.sample(column, 0, y);
                }
            }
        }
        return result;
    }

    private byte sample(byte[] line, int start, int i) {
        long range = 2 * Math.max(length, scaled);
        long middle = (2 * (offset + i) + 1) * length;
        // The first source of which the weight may be above 0; from then on until it is not.
        int j = (int) Math.max(0, Math.floorDiv(middle - range, 2 * scaled));
        long total = 0;
        long weights = 0;
        for (; j < length && (2L * j + 1) * scaled < middle + range; j++) {
            long weight = range - Math.abs((2L * j + 1) * scaled - middle);
            if (weight > 0) {
                total += weight * (line[start + j] & 255);
                weights += weight;
            }
        }
        return (byte) ((2 * total + weights) / (2 * weights));
    }
}
