package io.odradek.trainer.plot;

import java.util.Locale;

/** Text for HTML and SVG. Class names are names of users' folders and not to be trusted. Stateless. */
public final class Markup {
    private Markup() {}

    /** Safe as element content and inside a quoted attribute; control and direction characters become U+FFFD. */
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
                default -> safe.append(isInvisible(c) ? '\uFFFD' : c);
            }
        }
        return safe.toString();
    }

    /** Formats with a point for decimals and a comma for thousands, wherever the machine stands. */
    public static String format(String pattern, Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments);
    }

    /** At most {@code characters} of {@code text}, the last one an ellipsis where some are left out. */
    public static String clip(String text, int characters) {
        int length = text.codePointCount(0, text.length());
        return length <= characters ? text : text.substring(0, text.offsetByCodePoints(0, characters - 1)) + "…";
    }

    private static boolean isInvisible(char c) {
        return Character.isISOControl(c) || (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
    }
}
