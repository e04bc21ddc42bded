package io.odradek.streamer.image.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The filters of PNG's rows (ISO/IEC 15948, section 9). Where a pixel is one byte, the byte to the left is kept in a
 * variable: read back from the array, it would hold up the next one. Stateless.
 */
final class PngFilter {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    /** The highest bit of each of eight bytes. */
    private static final long HIGH = 0x8080808080808080L;

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
        int end = start + stride;
        switch (data[start]) {
            case 0 -> {}
            case 1 -> undoSub(data, from, end, step);
            case 2 -> undoUp(data, from, end, stride);
            case 3 -> undoAverage(data, from, end, stride, step);
            case 4 -> undoPaeth(data, from, end, stride, step);
            default -> throw BadImageException.corrupt("a row with filter " + (data[start] & 255));
        }
    }

    private static void undoSub(byte[] data, int from, int end, int step) {
        if (step > 1) {
            for (int i = from + step; i < end; i++) {
                data[i] += data[i - step];
            }
            return;
        }
        int left = 0;
        for (int i = from; i < end; i++) {
            left += data[i];
            data[i] = (byte) left;
        }
    }

    /** Eight at a time: the sums of the lower seven bits, and then the highest, so that no byte runs into the next. */
    private static void undoUp(byte[] data, int from, int end, int stride) {
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long row = (long) EIGHT_BYTES.get(data, i);
            long above = (long) EIGHT_BYTES.get(data, i - stride);
            EIGHT_BYTES.set(data, i, ((row & ~HIGH) + (above & ~HIGH)) ^ ((row ^ above) & HIGH));
        }
        for (; i < end; i++) {
            data[i] += data[i - stride];
        }
    }

    private static void undoAverage(byte[] data, int from, int end, int stride, int step) {
        if (step > 1) {
            int second = Math.min(from + step, end);
            for (int i = from; i < second; i++) {
                data[i] += (byte) ((data[i - stride] & 255) >> 1);
            }
            for (int i = second; i < end; i++) {
                data[i] += (byte) (((data[i - step] & 255) + (data[i - stride] & 255)) >> 1);
            }
            return;
        }
        int left = 0;
        for (int i = from; i < end; i++) {
            left = data[i] + ((left + (data[i - stride] & 255)) >> 1) & 255;
            data[i] = (byte) left;
        }
    }

    private static void undoPaeth(byte[] data, int from, int end, int stride, int step) {
        if (step > 1) {
            int second = Math.min(from + step, end);
            for (int i = from; i < second; i++) {
                data[i] += data[i - stride];
            }
            for (int i = second; i < end; i++) {
                data[i] += (byte) paeth(data[i - step] & 255, data[i - stride] & 255, data[i - stride - step] & 255);
            }
            return;
        }
        int left = 0;
        int corner = 0;
        for (int i = from; i < end; i++) {
            int above = data[i - stride] & 255;
            left = data[i] + paeth(left, above, corner) & 255;
            corner = above;
            data[i] = (byte) left;
        }
    }

    /**
     * The neighbour nearest to left + above - corner; of equally near ones the first. That is the smaller of left and above
     * where the corner lies at least two thirds of the way from it to the larger, the larger where it lies at most one
     * third, else the corner: in this form no step depends on a branch, and pixels of a photo make branches unpredictable.
     */
    static int paeth(int left, int above, int corner) {
        int low = Math.min(left, above);
        int high = Math.max(left, above);
        int turn = 3 * corner - left - above;
        int lowOrCorner = high <= turn ? low : corner;
        return turn <= low ? high : lowOrCorner;
    }
}
