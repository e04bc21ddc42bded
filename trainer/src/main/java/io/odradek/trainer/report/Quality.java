package io.odradek.trainer.report;

import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** TODO replaced by evaluation. */
public record Quality(
        int images,
        double accuracy,
        List<List<Integer>> confusion,
        List<ClassScore> classes,
        List<Confused> worst,
        List<Bin> bins,
        double calibrationError,
        List<Mistake> mistakes) {
    public record ClassScore(String label, double precision, double recall, double f1, int support) {}

    public record Confused(int truth, int predicted, int images, double share) {}

    public record Bin(double from, double to, int images, double confidence, double accuracy) {}

    public record Mistake(int index, int truth, int predicted, double confidence) {}

    public static Quality of(Scores p, LabelledImages t, List<String> labels) {
        int n = p.classes();
        int[][] m = new int[n][n];
        List<Mistake> mistakes = new ArrayList<>();
        int[] cnt = new int[10];
        double[] conf = new double[10];
        int[] right = new int[10];
        for (int i = 0; i < p.size(); i++) {
            int a = p.argMax(i);
            m[t.label(i)][a]++;
            int b = Math.min(9, (int) (p.at(i, a) * 10));
            cnt[b]++;
            conf[b] += p.at(i, a);
            right[b] += a == t.label(i) ? 1 : 0;
            if (a != t.label(i)) {
                mistakes.add(new Mistake(i, t.label(i), a, p.at(i, a)));
            }
        }
        mistakes.sort(Comparator.comparingDouble(Mistake::confidence).reversed());
        List<ClassScore> classes = new ArrayList<>();
        List<List<Integer>> confusion = new ArrayList<>();
        List<Confused> worst = new ArrayList<>();
        for (int c = 0; c < n; c++) {
            int sup = 0, pred = 0;
            List<Integer> row = new ArrayList<>();
            for (int d = 0; d < n; d++) {
                sup += m[c][d];
                pred += m[d][c];
                row.add(m[c][d]);
            }
            for (int d = 0; d < n; d++) {
                if (c != d && m[c][d] > 0) {
                    worst.add(new Confused(c, d, m[c][d], (double) m[c][d] / sup));
                }
            }
            confusion.add(row);
            double pr = (double) m[c][c] / Math.max(1, pred), re = (double) m[c][c] / Math.max(1, sup);
            classes.add(new ClassScore(labels.get(c), pr, re, pr + re == 0 ? 0 : 2 * pr * re / (pr + re), sup));
        }
        worst.sort(Comparator.comparingInt(Confused::images).reversed());
        List<Bin> bins = new ArrayList<>();
        double ece = 0;
        for (int b = 0; b < 10; b++) {
            double c = conf[b] / Math.max(1, cnt[b]), a = (double) right[b] / Math.max(1, cnt[b]);
            bins.add(new Bin(b / 10.0, (b + 1) / 10.0, cnt[b], c, a));
            ece += Math.abs(c - a) * cnt[b] / p.size();
        }
        return new Quality(
                p.size(),
                p.accuracy(t),
                confusion,
                classes,
                worst.subList(0, Math.min(10, worst.size())),
                bins,
                ece,
                mistakes);
    }
}
