package io.odradek.trainer.data;

/**
 * One number per image and class, {@code [N, classes]}: logits or probabilities. Immutable, though the array is not
 * copied. Thread-safe.
 *
 * @param values row by row, N·classes numbers
 * @param classes numbers per row, at least 1
 */
public record Scores(float[] values, int classes) {
    /** Checks that rows are whole. */
    public Scores {
        if (classes < 1 || values.length % classes != 0) {
            throw new IllegalArgumentException(values.length + " numbers do not make rows of " + classes);
        }
    }

    /** Number of rows, N. */
    public int size() {
        return values.length / classes;
    }

    /** The number of class {@code c} in row {@code i}. */
    public float at(int i, int c) {
        return values[i * classes + c];
    }

    /** The class with the greatest number in row {@code i}; the lowest such class where several are equal. */
    public int argMax(int i) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (at(i, c) > at(i, best)) {
                best = c;
            }
        }
        return best;
    }

    /** The first row with a number that is none, or infinite; -1 where there is no such row. */
    public int firstNotFinite() {
        for (int k = 0; k < values.length; k++) {
            if (!Float.isFinite(values[k])) {
                return k / classes;
            }
        }
        return -1;
    }

    /** Whether in every row no number is negative, and all sum to 1 within 0.01, which is room for quantized nets. */
    public boolean areProbabilities() {
        for (int i = 0; i < size(); i++) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                if (at(i, c) < 0) {
                    return false;
                }
                sum += at(i, c);
            }
            if (Math.abs(sum - 1) > 0.01) {
                return false;
            }
        }
        return true;
    }

    /** Probabilities of logits: of each row e^x / sum of e^x. */
    public Scores softmax() {
        float[] probabilities = new float[values.length];
        for (int i = 0; i < size(); i++) {
            double max = at(i, argMax(i));
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(at(i, c) - max);
            }
            for (int c = 0; c < classes; c++) {
                probabilities[i * classes + c] = (float) (Math.exp(at(i, c) - max) / sum);
            }
        }
        return new Scores(probabilities, classes);
    }

    /** Share of rows whose greatest number is the true class, 0 to 1. */
    public double accuracy(LabelledImages truth) {
        int right = 0;
        for (int i = 0; i < size(); i++) {
            right += argMax(i) == truth.label(i) ? 1 : 0;
        }
        return (double) right / size();
    }

    /** Mean over rows of -ln softmax(row)[true class], for rows of logits. */
    public double crossEntropy(LabelledImages truth) {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            double max = at(i, argMax(i));
            double exponentials = 0;
            for (int c = 0; c < classes; c++) {
                exponentials += Math.exp(at(i, c) - max);
            }
            sum += Math.log(exponentials) + max - at(i, truth.label(i));
        }
        return sum / size();
    }
}
