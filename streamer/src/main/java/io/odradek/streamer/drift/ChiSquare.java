package io.odradek.streamer.drift;

/**
 * The chi-square distribution. The upper tail is the regularised upper incomplete gamma function Q(k/2, x/2), by its
 * series below the mean (NIST Digital Library of Mathematical Functions, 8.7.1) and by its continued fraction above it
 * (8.9.2, by the modified Lentz method of Press et al., <i>Numerical Recipes</i>, section 6.2). Stateless.
 */
final class ChiSquare {
    private static final double PRECISION = 1e-15;

    /** In place of a denominator of 0. */
    private static final double TINY = 1e-300;

    /** Terms that are needed grow with the square root of the degrees of freedom: here at most some thousands. */
    private static final int MOST_TERMS = 100_000;

    private ChiSquare() {}

    /**
     * The probability of {@code x} or more: right to about 12 digits, and 0 where it is below what a double holds.
     *
     * @param x at least 0
     * @param degrees of freedom, at least 1
     */
    static double upperTail(double x, int degrees) {
        if (!(x >= 0) || degrees < 1) {
            throw new IllegalArgumentException("chi-square of " + x + " with " + degrees + " degrees of freedom");
        }
        double a = degrees / 2.0;
        double half = x / 2;
        if (half == 0) {
            return 1;
        }
        double scale = Math.exp(a * Math.log(half) - half - logGamma(degrees));
        return half < a + 1 ? Math.max(0, 1 - scale * series(a, half)) : scale * fraction(a, half);
    }

    /** Sum of x^n / (a (a+1) ... (a+n)). */
    private static double series(double a, double x) {
        double term = 1 / a;
        double sum = term;
        for (int n = 1; n < MOST_TERMS && term > sum * PRECISION; n++) {
            term *= x / (a + n);
            sum += term;
        }
        return sum;
    }

    private static double fraction(double a, double x) {
        double b = x + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double result = d;
        for (int n = 1; n < MOST_TERMS; n++) {
            double numerator = -n * (n - a);
            b += 2;
            d = 1 / orTiny(numerator * d + b);
            c = orTiny(b + numerator / c);
            double factor = d * c;
            result *= factor;
            if (Math.abs(factor - 1) < PRECISION) {
                break;
            }
        }
        return result;
    }

    private static double orTiny(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** ln of gamma(degrees / 2), by gamma(a + 1) = a gamma(a) from gamma(1) = 1 and gamma(1/2) = the root of pi. */
    private static double logGamma(int degrees) {
        double sum = degrees % 2 == 0 ? 0 : Math.log(Math.PI) / 2;
        for (double a = degrees % 2 == 0 ? 1 : 0.5; a < degrees / 2.0; a++) {
            sum += Math.log(a);
        }
        return sum;
    }
}
