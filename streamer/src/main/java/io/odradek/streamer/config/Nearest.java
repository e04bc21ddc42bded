package io.odradek.streamer.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** The name that somebody may have meant. Stateless. */
public final class Nearest {
    private Nearest() {}

    /** The name most like an unknown one, by edit distance; the first in order where several are. */
    public static String to(String unknown, Collection<String> names) {
        return names.stream()
                .min(Comparator.<String>comparingInt(name -> distance(name, unknown))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** Levenshtein's distance. */
    public static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
