package io.odradek.streamer.plan;

import io.odradek.streamer.plan.profile.Allowed;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A number, and how it is reckoned.
 *
 * @param value the result
 * @param formula with the numbers put in: {@code + - x / ( )}, {@code ceil}, {@code floor}, {@code max}, {@code min}; or
 *     words, where the result is no number
 */
record Term(double value, String formula) {
    /** Binary fractions must not make a whole number one more or less. */
    private static final double SLACK = 1e-9;

    private static final int THOUSANDTHS = 1_000;
    private static final int DECIMALS = 3;

    /** Each {@code {}} of the formula is replaced by the next number. */
    static Term of(double value, String formula, double... numbers) {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (double number : numbers) {
            int next = formula.indexOf("{}", from);
            filled.append(formula, from, next).append(Allowed.plain(number));
            from = next + 2;
        }
        return new Term(value, filled.append(formula.substring(from)).toString());
    }

    /** A number that is given. */
    static Term of(double value) {
        return new Term(value, Allowed.plain(value));
    }

    /** The least whole number that is not less. */
    static double ceil(double value) {
        return Math.ceil(value - SLACK);
    }

    /** What a share leaves of 1, without the last digits that binary fractions make up. */
    static double rest(double share) {
        return BigDecimal.ONE.subtract(BigDecimal.valueOf(share)).doubleValue();
    }

    /** In thousandths, not less. */
    static double thousandthsUp(double value) {
        return ceil(THOUSANDTHS * value) / THOUSANDTHS;
    }

    /** In thousandths, not more. */
    static double thousandthsDown(double value) {
        return Math.floor(THOUSANDTHS * value + SLACK) / THOUSANDTHS;
    }

    /** For people: three digits behind the point, or where it is small the first three. */
    static String shown(double number) {
        BigDecimal exact = BigDecimal.valueOf(number);
        BigDecimal rounded = Math.abs(number) < 1
                ? exact.round(new MathContext(DECIMALS, RoundingMode.HALF_UP))
                : exact.setScale(DECIMALS, RoundingMode.HALF_UP);
        return Allowed.plain(rounded.doubleValue());
    }
}
