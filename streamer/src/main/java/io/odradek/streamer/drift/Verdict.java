package io.odradek.streamer.drift;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of a window. An alarm of a statistic needs both: a difference that chance does not explain, and one that is
 * large enough to matter. The first keeps small windows from crying wolf, the second large ones from alarms about trifles.
 *
 * @param images in the window
 * @param findings of each statistic that is judged
 */
public record Verdict(int images, Map<Statistic, Finding> findings) {
    /** Below that a difference does not matter, however sure it is (Siddiqi 2006, as for {@link Comparison}). */
    public static final double LEAST_PSI = 0.1;

    /**
     * The chance that a window of unshifted images alarms, over all statistics together: a fifth of the one in 1,000 that
     * is promised, because the tail of the chi-square distribution is too thin, by up to 3 times, where few images are
     * expected in a bin.
     */
    static final double ALARMS_BY_CHANCE = 1.0 / 5_000;

    /**
     * Of one statistic.
     *
     * @param psi population stability index
     * @param p the probability of so large a difference by chance
     * @param alarm whether it is drift
     */
    public record Finding(double psi, double p, boolean alarm) {}

    /** Copies the map, in the order of statistics. */
    public Verdict {
        EnumMap<Statistic, Finding> copy = new EnumMap<>(Statistic.class);
        copy.putAll(findings);
        findings = Collections.unmodifiableMap(copy);
    }

    /** What p must be below, so that one of so many independent tests is there by chance as seldom as all may be (Sidak 1967). */
    static double level(int tests) {
        return -Math.expm1(Math.log1p(-ALARMS_BY_CHANCE) / Math.max(1, tests));
    }

    static Finding finding(Comparison comparison, double level) {
        return new Finding(comparison.psi(), comparison.p(), comparison.p() < level && comparison.psi() >= LEAST_PSI);
    }

    /** Whether any statistic alarms. */
    public boolean alarm() {
        return !alarming().isEmpty();
    }

    /** The statistics that alarm, in their order. */
    public List<Statistic> alarming() {
        return findings.entrySet().stream()
                .filter(one -> one.getValue().alarm())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** For people: what alarms, and by how much, as in {@code mean (PSI 3.20), confidence (PSI 0.41)}. */
    public String describe() {
        return alarming().stream()
                .map(statistic -> String.format(Locale.ROOT, "%s (PSI %.2f)", statistic.tag(), psi(statistic)))
                .collect(Collectors.joining(", "));
    }

    /** Population stability index; NaN for a statistic that is not judged. */
    public double psi(Statistic statistic) {
        Finding finding = findings.get(statistic);
        return finding == null ? Double.NaN : finding.psi();
    }
}
