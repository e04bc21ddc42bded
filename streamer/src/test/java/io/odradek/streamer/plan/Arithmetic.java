package io.odradek.streamer.plan;

import java.util.function.DoubleBinaryOperator;

/**
 * Reckons a formula as a person would who reads it: {@code + - x /}, brackets, {@code ceil}, {@code floor}, {@code max},
 * {@code min}. Not thread-safe.
 */
public final class Arithmetic {
    /** A person does not reckon in binary fractions. */
    private static final double SLACK = 1e-9;

    private final String formula;
    private int at;

    private Arithmetic(String formula) {
        this.formula = formula.replace(" ", "");
    }

    /** The result. @throws IllegalArgumentException when it is no formula */
    public static double of(String formula) {
        Arithmetic reader = new Arithmetic(formula);
        double result = reader.sum();
        if (reader.at < reader.formula.length()) {
            throw new IllegalArgumentException(formula + " is no formula from character " + reader.at + " on");
        }
        return result;
    }

    private double sum() {
        double sum = product();
        while (true) {
            if (takes("+")) {
                sum += product();
            } else if (takes("-")) {
                sum -= product();
            } else {
                return sum;
            }
        }
    }

    private double product() {
        double product = factor();
        while (true) {
            if (takes("x")) {
                product *= factor();
            } else if (takes("/")) {
                product /= factor();
            } else {
                return product;
            }
        }
    }

    private double factor() {
        if (takes("ceil(")) {
            return Math.ceil(closed(sum()) - SLACK);
        }
        if (takes("floor(")) {
            return Math.floor(closed(sum()) + SLACK);
        }
        if (takes("max(")) {
            return pair(Math::max);
        }
        if (takes("min(")) {
            return pair(Math::min);
        }
        return takes("(") ? closed(sum()) : number();
    }

    private double pair(DoubleBinaryOperator operator) {
        double first = sum();
        need(",");
        return closed(operator.applyAsDouble(first, sum()));
    }

    private double closed(double value) {
        need(")");
        return value;
    }

    private double number() {
        int from = at;
        while (at < formula.length() && "0123456789.".indexOf(formula.charAt(at)) >= 0) {
            at++;
        }
        return Double.parseDouble(formula.substring(from, at));
    }

    private void need(String token) {
        if (!takes(token)) {
            throw new IllegalArgumentException(formula + " has no " + token + " at character " + at);
        }
    }

    private boolean takes(String token) {
        boolean there = formula.startsWith(token, at);
        at += there ? token.length() : 0;
        return there;
    }
}
