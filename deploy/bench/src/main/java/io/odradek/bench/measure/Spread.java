package io.odradek.bench.measure;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * One figure over several rounds.
 *
 * @param median of an even number of rounds: the mean of the two in the middle
 * @param rounds each round's, in order
 */
public record Spread(double median, double min, double max, List<Double> rounds) {
    /** Copies. */
    public Spread {
        rounds = List.copyOf(rounds);
    }

    /**
     * Sums them up.
     *
     * @throws IllegalArgumentException for no round
     */
    public static Spread of(List<Double> rounds) {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("a figure of no round");
        }
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], rounds);
    }

    /** The quotient round by round: what a machine that is slow for a while does to both sides of a round cancels out. */
    public Spread over(Spread other) {
        return with(other, (a, b) -> a / b);
    }

    /** The sum round by round. */
    public Spread plus(Spread other) {
        return with(other, Double::sum);
    }

    /** The difference round by round. */
    public Spread minus(Spread other) {
        return with(other, (a, b) -> a - b);
    }

    /** The smaller of the two, round by round. */
    public Spread least(Spread other) {
        return with(other, Math::min);
    }

    private Spread with(Spread other, DoubleBinaryOperator operator) {
        if (rounds.size() != other.rounds.size()) {
            throw new IllegalArgumentException(
                    rounds.size() + " rounds of the one, " + other.rounds.size() + " of the other");
        }
        Double[] results = new Double[rounds.size()];
        Arrays.setAll(results, i -> operator.applyAsDouble(rounds.get(i), other.rounds.get(i)));
        return of(List.of(results));
    }
}
