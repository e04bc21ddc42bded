package io.odradek.streamer.image.codec;

/**
 * How the four samples of a pixel of a JPEG become red, green and blue, in integers and without any colour profile (the
 * README's pixel rule 1). Stateless.
 */
enum CmykRule {
    /** No Adobe segment: 255 is full ink. */
    INK {
        @Override
        int argb(int c, int m, int y, int k) {
            return light(255 - c, 255 - m, 255 - y, 255 - k);
        }
    },
    /** An Adobe segment with transform 0: 0 is full ink. */
    LIGHT {
        @Override
        int argb(int c, int m, int y, int k) {
            return light(c, m, y, k);
        }
    },
    /** Adobe's transform 2: brightness, two colour differences, and black, of which 0 is full ink. */
    YCCK {
        /** BT.601 in units of 1/65536, as ITU-T T.871 rounds it to: 1.402, 0.344136, 0.714136, 1.772. */
        @Override
        int argb(int y, int cb, int cr, int k) {
            int red = y + ((91_881 * (cr - 128) + 32_768) >> 16);
            int green = y + ((-22_554 * (cb - 128) - 46_802 * (cr - 128) + 32_768) >> 16);
            int blue = y + ((116_130 * (cb - 128) + 32_768) >> 16);
            return light(255 - clamp(red), 255 - clamp(green), 255 - clamp(blue), k);
        }
    };

    /** Samples to alpha, red, green and blue. */
    abstract int argb(int first, int second, int third, int black);

    /** The rule for a file of four components. */
    static CmykRule of(JpegFile file) throws BadImageException {
        return switch (file.transform()) {
            case JpegFile.NOT_ADOBE -> {
                if (file.isSubsampled()) {
                    throw BadImageException.unsupported("four components of different sizes, and nothing says which");
                }
                yield INK;
            }
            case 0 -> LIGHT;
            case 2 -> YCCK;
            default ->
                throw BadImageException.unsupported("Adobe's transform " + file.transform() + " of four components");
        };
    }

    /** Each colour is what its ink and the black let through. */
    private static int light(int c, int m, int y, int k) {
        return Planes.argb(Planes.OPAQUE, through(c, k), through(m, k), through(y, k));
    }

    private static int through(int colour, int black) {
        return (colour * black + 127) / 255;
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
