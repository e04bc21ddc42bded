package io.odradek.quickstart.chart;

import java.util.Locale;

/** Text for HTML and SVG. Class names come from a model's file and are not to be trusted. Pure. */
public final class Html {
    private Html() {}

    /** Safe as element content and inside a quoted attribute. */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    /** Formats with a point for decimals and a comma for thousands, wherever the machine stands. */
    public static String format(String pattern, Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments);
    }

    /** With a comma for thousands. */
    public static String number(int n) {
        return format("%,d", n);
    }

    /** A share as a percentage with one decimal. */
    public static String percent(double share) {
        return format("%.1f %%", share * 100);
    }

    /** Milliseconds, with decimals only where they say something. */
    public static String millis(double millis) {
        return format(millis < 100 ? "%.1f" : "%,.0f", millis);
    }

    /** The head of a table: one column of names, then columns of figures. */
    public static String heading(String row, String... columns) {
        StringBuilder html = new StringBuilder("<thead><tr><th scope=\"col\">" + escape(row) + "</th>");
        for (String column : columns) {
            html.append("<th scope=\"col\" class=\"n\">").append(escape(column)).append("</th>");
        }
        return html.append("</tr></thead>").toString();
    }

    /** A row of a table: its name, then its figures. */
    public static String row(String name, String... cells) {
        StringBuilder html = new StringBuilder("<tr><th scope=\"row\">" + escape(name) + "</th>");
        for (String cell : cells) {
            html.append("<td class=\"n\">").append(escape(cell)).append("</td>");
        }
        return html.append("</tr>\n").toString();
    }
}
