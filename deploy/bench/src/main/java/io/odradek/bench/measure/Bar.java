package io.odradek.bench.measure;

import java.util.Locale;

/**
 * A figure that must not be above, or not be below, a limit.
 *
 * @param name of the figure, with its unit
 * @param relation of the value to the limit
 */
public record Bar(String name, double value, Relation relation, double limit) {
    /** How a value must stand to its limit. */
    public enum Relation {
        /** Not above. */
        AT_MOST,
        /** Not below. */
        AT_LEAST
    }

    /** A figure that may be this large. */
    public static Bar atMost(String name, double value, double limit) {
        return new Bar(name, value, Relation.AT_MOST, limit);
    }

    /** A figure that may be this small. */
    public static Bar atLeast(String name, double value, double limit) {
        return new Bar(name, value, Relation.AT_LEAST, limit);
    }

    /** Whether it does; no number does not. */
    public boolean holds() {
        return relation == Relation.AT_MOST ? value <= limit : value >= limit;
    }

    /** For people. */
    public String words() {
        return name + " is " + number(value) + ", allowed: " + (relation == Relation.AT_MOST ? "at most " : "at least ")
                + number(limit);
    }

    private static String number(double number) {
        return number == Math.rint(number)
                ? String.format(Locale.ROOT, "%,.0f", number)
                : String.format(Locale.ROOT, "%,.2f", number);
    }
}
