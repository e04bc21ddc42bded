package io.odradek.streamer.message.json;

import java.math.BigInteger;

/**
 * A float's shortest decimal: of the numbers that {@link Float#parseFloat} reads as that float those with the fewest
 * digits, but at least two, and of these the nearest. It is what {@link Float#toString(float)} gives since Java 19; before,
 * that had a digit too many for a few, and took several times as long. Stateless.
 *
 * <p>The method is Raffaello Giulietti's Schubfach (The Schubfach way to render doubles, 2020, sections 8 and 9). Divided by
 * one power of ten, the interval of what rounds to the float is at least 1 and less than 10 long. So it has one of the two
 * multiples of ten around the float at most, which then is the answer; else one of the two whole numbers around it is. The
 * power has 63 bits, and a product's last bit says whether anything was cut off: that is enough to compare exactly.
 */
final class ShortestDecimal {
    private static final int FRACTION_BITS = 23;
    private static final int HIDDEN_BIT = 1 << FRACTION_BITS;
    /** The power of two of the last bit, of the smallest floats. */
    private static final int LEAST_POWER = -149;
    /** Multiples of the smallest float below this one get a digit more: they have a single one. */
    private static final int TINY = 8;

    /** The powers of ten that occur as factors. */
    private static final int LEAST_TEN = -31;

    private static final int MOST_TEN = 45;
    private static final int FACTOR_BITS = 63;
    private static final long[] FACTORS = factors();

    private ShortestDecimal() {}

    /**
     * Writes it in ASCII.
     *
     * @param value finite
     * @param into has room for {@link DecimalText#ROOM} bytes from {@code at} on
     * @return where the text ends
     * @throws IllegalArgumentException when the value is not finite: JSON has no such numbers
     */
    static int write(float value, byte[] into, int at) {
        int bits = Float.floatToRawIntBits(value);
        int from = at;
        if (bits < 0) {
            into[from++] = '-';
        }
        int power = (bits >>> FRACTION_BITS) & 255;
        int fraction = bits & (HIDDEN_BIT - 1);
        if (power == 255) {
            throw new IllegalArgumentException(value + " is no number of JSON");
        }
        if (power > 0) {
            return shortest(power - 1 + LEAST_POWER, fraction | HIDDEN_BIT, 0, into, from);
        }
        if (fraction >= TINY) {
            return shortest(LEAST_POWER, fraction, 0, into, from);
        }
        return fraction == 0 ? DecimalText.zero(into, from) : shortest(LEAST_POWER, 10 * fraction, -1, into, from);
    }

    /** Writes {@code mantissa * 2^power * 10^ten}. */
    private static int shortest(int power, int mantissa, int ten, byte[] into, int at) {
        // Below a power of two, floats lie twice as dense: the interval ends sooner there.
        boolean evenly = mantissa != HIDDEN_BIT || power == LEAST_POWER;
        int scale = evenly ? floorLog10OfPowerOf2(power) : floorLog10OfThreeQuarters(power);
        int shift = power + floorLog2OfPowerOf10(-scale) + 33;
        long factor = FACTORS[-scale - LEAST_TEN];
        // Of the float and of the ends of its interval, four times the scaled value.
        long quarters = 4L * mantissa;
        int middle = product(factor, quarters << shift);
        int low = product(factor, (quarters - (evenly ? 2 : 1)) << shift) + (mantissa & 1);
        int high = product(factor, (quarters + 2) << shift) - (mantissa & 1);
        int whole = middle >> 2;
        if (whole >= 100) {
            int tens = whole / 10 * 10;
            boolean below = low <= 4 * tens;
            if (below != (4 * (tens + 10) <= high)) {
                return DecimalText.write(below ? tens : tens + 10, scale, into, at);
            }
        }
        boolean below = low <= 4 * whole;
        boolean above = 4 * (whole + 1) <= high;
        int past = middle - (4 * whole + 2);
        boolean down = below != above ? below : past < 0 || (past == 0 && (whole & 1) == 0);
        return DecimalText.write(down ? whole : whole + 1, scale + ten, into, at);
    }

    /** The whole part of a product, its last bit set where there was a fraction. */
    private static int product(long factor, long shifted) {
        long high = Math.multiplyHigh(factor, shifted);
        long mask = (1L << 31) - 1;
        return (int) ((high >>> 31) | (((high & mask) + mask) >>> 31));
    }

    // Three exact roundings down for all powers of floats: the factors are log10(2), log10(3/4) and log2(10) in binary.

    private static int floorLog10OfPowerOf2(int power) {
        return (int) ((power * 661_971_961_083L) >> 41);
    }

    private static int floorLog10OfThreeQuarters(int power) {
        return (int) ((power * 661_971_961_083L - 274_743_187_321L) >> 41);
    }

    private static int floorLog2OfPowerOf10(int power) {
        return (int) ((power * 913_124_641_741L) >> 38);
    }

    /** Each power of ten in {@link #FACTOR_BITS} bits, the first of them 1, rounded up. */
    private static long[] factors() {
        long[] factors = new long[MOST_TEN - LEAST_TEN + 1];
        for (int ten = LEAST_TEN; ten <= MOST_TEN; ten++) {
            int shift = FACTOR_BITS - 1 - floorLog2OfPowerOf10(ten);
            BigInteger power = BigInteger.TEN.pow(Math.abs(ten));
            BigInteger factor = ten < 0 ? BigInteger.ONE.shiftLeft(shift).divide(power) : power.shiftLeft(shift);
            factors[ten - LEAST_TEN] = factor.longValueExact() + 1;
        }
        return factors;
    }
}
