package io.odradek.quickstart.console;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text: the first column is set flush left, all others flush right, each as wide as its widest cell.
 *
 * @param header one cell a column
 * @param rows each as long as the header
 */
public record Table(List<String> header, List<List<String>> rows) {
    private static final String GAP = "  ";

    /** Copies and checks that every row has the header's length. */
    public Table {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException(
                        "row " + row + " has not the " + header.size() + " columns of the header");
            }
        }
    }

    /** The header, then the rows, padded. */
    public List<String> lines() {
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        int[] widths = new int[header.size()];
        for (List<String> row : all) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String padding = " ".repeat(widths[c] - row.get(c).length());
            line.append(c == 0 ? row.get(c) + padding : GAP + padding + row.get(c));
        }
        return line.toString();
    }
}
