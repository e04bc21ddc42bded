package io.odradek.streamer.plan.profile;

import java.math.BigDecimal;

/** What a number or a text may be; a complaint names the field, the value and what is allowed. Stateless. */
public final class Allowed {
    /** Of text in a profile. */
    private static final int MOST_CHARACTERS = 200;

    private static final int SHOWN_CHARACTERS = 60;

    private Allowed() {}

    /** The number. @throws IllegalArgumentException when it is less, more, or no number */
    public static double range(String field, double value, double least, double most) {
        if (value >= least && value <= most) {
            return value;
        }
        throw new IllegalArgumentException(
                field + " is " + plain(value) + ", allowed: " + plain(least) + " to " + plain(most));
    }

    /** The text. @throws IllegalArgumentException when it is empty or long */
    static String text(String field, String value) {
        if (!value.isBlank() && value.length() <= MOST_CHARACTERS) {
            return value;
        }
        String head = value.length() <= SHOWN_CHARACTERS ? value : value.substring(0, SHOWN_CHARACTERS) + "...";
        throw new IllegalArgumentException(
                field + " is \"" + head + "\", allowed: 1 to " + MOST_CHARACTERS + " characters, not only spaces");
    }

    /** A number with all digits that it was given with, and without exponent. */
    public static String plain(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : String.valueOf(number);
    }
}
