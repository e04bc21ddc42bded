package io.odradek.streamer.image.codec;

/**
 * Where a bitmap's pixel of 16 or 32 bits has its parts. A part v of n bits becomes (v · 255 + m / 2) / m with m = 2^n - 1,
 * in integers.
 */
record BmpMasks(Part red, Part green, Part blue, Part alpha) {
    /** A run of bits; {@code most} is 0 where there is none. */
    private record Part(int shift, long most) {
        static Part of(int mask) throws BadImageException {
            int shift = mask == 0 ? 0 : Integer.numberOfTrailingZeros(mask);
            long most = (mask & 0xffffffffL) >> shift;
            if ((most & (most + 1)) != 0) {
                throw BadImageException.unsupported("a bit mask with a gap: " + Integer.toHexString(mask));
            }
            return new Part(shift, most);
        }

        int of(int pixel, int otherwise) {
            if (most == 0) {
                return otherwise;
            }
            long value = (pixel & 0xffffffffL) >> shift & most;
            return (int) ((value * 255 + most / 2) / most);
        }
    }

    static BmpMasks of(int red, int green, int blue, int alpha) throws BadImageException {
        return new BmpMasks(Part.of(red), Part.of(green), Part.of(blue), Part.of(alpha));
    }

    int argb(int pixel) {
        return Planes.argb(alpha.of(pixel, Planes.OPAQUE), red.of(pixel, 0), green.of(pixel, 0), blue.of(pixel, 0));
    }
}
