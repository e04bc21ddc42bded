package io.odradek.streamer.message.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A decimal in ASCII, in the form of {@link Float#toString(float)}: from 0.001 to below 10,000,000 without an exponent, else
 * with one and one digit before the point; always a digit behind the point. Stateless.
 */
final class DecimalText {
    /** Bytes that may be written: sign, nine digits, point and {@code E-45}, and what is overwritten again. */
    static final int ROOM = 32;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EIGHT_ZEROS = 0x3030303030303030L;

    private static final int DIGITS = 9;
    private static final int[] TENS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    /** Digits before the point without an exponent; below 1 so many zeros behind the point. */
    private static final int MOST_BEFORE = 7;

    private static final int LEAST_BEFORE = -2;

    private DecimalText() {}

    /** Writes 0. @return where the text ends */
    static int zero(byte[] into, int at) {
        into[at] = '0';
        into[at + 1] = '.';
        into[at + 2] = '0';
        return at + 3;
    }

    /**
     * Writes {@code digits * 10^ten}.
     *
     * @param digits 1 to 999,999,999; zeros at its end are not written
     * @param into has {@link #ROOM} from {@code at} on
     * @return where the text ends
     */
    static int write(int digits, int ten, byte[] into, int at) {
        int count = count(digits);
        int all = digits * TENS[DIGITS - count];
        int first = all / TENS[DIGITS - 1];
        long others = eightDigits(all - first * TENS[DIGITS - 1]);
        int significant = DIGITS - (Long.numberOfLeadingZeros(others) >> 3);
        int before = count + ten;
        if (before > MOST_BEFORE || before < LEAST_BEFORE) {
            put(first, others, into, at);
            int end = point(significant, 1, into, at);
            return exponent(before - 1, into, end);
        }
        if (before > 0) {
            put(first, others, into, at);
            return point(significant, before, into, at);
        }
        EIGHT_BYTES.set(into, at, EIGHT_ZEROS);
        into[at + 1] = '.';
        int from = at + 2 - before;
        put(first, others, into, from - 1);
        return from + significant;
    }

    /** The digits, from the second byte on. */
    private static void put(int first, long others, byte[] into, int at) {
        into[at + 1] = (byte) ('0' + first);
        EIGHT_BYTES.set(into, at + 2, others | EIGHT_ZEROS);
    }

    /** Moves the digits in front of the point to its left. */
    private static int point(int significant, int before, byte[] into, int at) {
        for (int i = at; i < at + before; i++) {
            into[i] = into[i + 1];
        }
        into[at + before] = '.';
        return at + 1 + Math.max(significant, before + 1);
    }

    private static int exponent(int exponent, byte[] into, int at) {
        int from = at;
        into[from++] = 'E';
        if (exponent < 0) {
            into[from++] = '-';
        }
        int size = Math.abs(exponent);
        if (size >= 10) {
            into[from++] = (byte) ('0' + size / 10);
        }
        into[from++] = (byte) ('0' + size % 10);
        return from;
    }

    private static int count(int digits) {
        // At most one less: 1233 / 4096 is log10(2), rounded down.
        int count = ((Integer.SIZE - Integer.numberOfLeadingZeros(digits)) * 1233) >> 12;
        return digits >= TENS[count] ? count + 1 : count;
    }

    /**
     * The digits of a number below 100,000,000, each in a byte, the first one lowest: divided by 10,000, both parts at once
     * by 100, all four by 10. The products are exact divisions of numbers that small.
     */
    private static long eightDigits(int number) {
        int high = number / 10_000;
        long four = high | ((long) (number - high * 10_000) << 32);
        long hundreds = ((four * 10_486) >>> 20) & 0x7f0000007fL;
        long two = hundreds | ((four - hundreds * 100) << 16);
        long tens = ((two * 103) >>> 10) & 0xf000f000f000fL;
        return tens | ((two - tens * 10) << 8);
    }
}
