package io.odradek.streamer.image.codec;

/** The filters of PNG's rows (ISO/IEC 15948, section 9). Stateless. */
final class PngFilter {
    private PngFilter() {}

    /**
     * Undoes the filter of one row in place.
     *
     * @param data rows of {@code stride} bytes, each its filter's number, 0 to 4, and then its bytes; the row above stands
     *     before this one, without its filter
     * @param start where the row begins, at least {@code stride}
     * @param step bytes of a pixel, at least 1
     */
    static void undo(byte[] data, int start, int stride, int step) throws BadImageException {
        int from = start + 1;
        int second = Math.min(from + step, start + stride);
        int end = start + stride;
        switch (data[start]) {
            case 0 -> {}
            case 1 -> {
                for (int i = second; i < end; i++) {
                    data[i] += data[i - step];
                }
            }
            case 2 -> {
                for (int i = from; i < end; i++) {
                    data[i] += data[i - stride];
                }
            }
            case 3 -> {
                for (int i = from; i < second; i++) {
                    data[i] += (byte) ((data[i - stride] & 255) >> 1);
                }
                for (int i = second; i < end; i++) {
                    data[i] += (byte) (((data[i - step] & 255) + (data[i - stride] & 255)) >> 1);
                }
            }
            case 4 -> {
                for (int i = from; i < second; i++) {
                    data[i] += data[i - stride];
                }
                for (int i = second; i < end; i++) {
                    data[i] +=
                            (byte) paeth(data[i - step] & 255, data[i - stride] & 255, data[i - stride - step] & 255);
                }
            }
            default -> throw BadImageException.corrupt("a row with filter " + (data[start] & 255));
        }
    }

    /** The neighbour nearest to left + above - corner; of equally near ones the first. */
    private static int paeth(int left, int above, int corner) {
        int toLeft = Math.abs(above - corner);
        int toAbove = Math.abs(left - corner);
        int toCorner = Math.abs(left + above - 2 * corner);
        if (toLeft <= toAbove && toLeft <= toCorner) {
            return left;
        }
        return toAbove <= toCorner ? above : corner;
    }
}
