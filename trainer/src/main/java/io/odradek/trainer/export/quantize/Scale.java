package io.odradek.trainer.export.quantize;

/**
 * How numbers stand for bytes: (byte - zero point) · step, and the nearest byte for every number. Zero is always one of
 * them, so that padding and ReLU stay exact.
 *
 * @param step between two neighbours, above 0
 * @param zeroPoint the byte that is zero, 0 to 255
 */
record Scale(float step, int zeroPoint) {
    private static final int MAX_BYTE = 255;

    /**
     * The scale with the smallest step that reaches over a range.
     *
     * @param least number that shall be told apart
     * @param greatest such number
     */
    static Scale over(double least, double greatest) {
        double from = Math.min(0, least);
        double to = Math.max(0, greatest);
        if (from == to) {
            return new Scale(1, 0);
        }
        double step = (to - from) / MAX_BYTE;
        return new Scale((float) step, (int) Math.round(-from / step));
    }
}
