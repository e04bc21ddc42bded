package io.odradek.trainer.report;

import static io.odradek.trainer.plot.Markup.escape;

import io.odradek.trainer.plot.Markup;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of the page; all text that comes in is escaped, but what is named {@code html}. Stateless. */
final class Html {
    private Html() {}

    /** A section with its title, an introduction that may be empty, and its content. */
    static String section(String id, String title, String note, String html) {
        return "<section id=\"%s\">\n<h2>%s</h2>\n%s%s\n</section>\n"
                .formatted(
                        id, escape(title), note.isEmpty() ? "" : "<p class=\"note\">" + escape(note) + "</p>\n", html);
    }

    /**
     * A table that scrolls sideways where it must. The first cell of a row is its header.
     *
     * @param caption for those who do not see the page
     * @param head names of the columns; those that begin with {@code #} hold figures
     */
    static String table(String caption, List<String> head, List<List<String>> rows) {
        StringBuilder html = new StringBuilder("<table>\n<thead><tr>");
        for (String name : head) {
            html.append("<th scope=\"col\"%s>%s</th>".formatted(style(name), escape(name.replaceFirst("^#", ""))));
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr><th scope=\"row\"%s>%s</th>".formatted(style(head.get(0)), escape(row.get(0))));
            for (int i = 1; i < row.size(); i++) {
                html.append("<td%s>%s</td>".formatted(style(head.get(i)), escape(row.get(i))));
            }
            html.append("</tr>\n");
        }
        return scroll(caption, html.append("</tbody></table>").toString());
    }

    /** What scrolls sideways where it must, also by the keyboard. */
    static String scroll(String description, String html) {
        return "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" + escape(description) + "\">" + html
                + "</div>";
    }

    /** Facts with their names, in columns where there is room, or {@code wide}. */
    static String facts(String style, Map<String, String> facts) {
        StringBuilder html = new StringBuilder("<dl class=\"facts " + style + "\">\n");
        facts.forEach((name, value) ->
                html.append("<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(escape(name), escape(value))));
        return html.append("</dl>").toString();
    }

    /** What is shown when a reader asks for it. */
    static String details(String summary, String html) {
        return "<details><summary>" + escape(summary) + "</summary>" + html + "</details>";
    }

    /** A share as a percentage with one decimal; a dash for a share of nothing. */
    static String percent(@Nullable Double share) {
        return share == null ? "–" : Markup.format("%.1f %%", share * 100);
    }

    /** With a comma for thousands. */
    static String number(long n) {
        return Markup.format("%,d", n);
    }

    private static String style(String column) {
        return column.startsWith("#") ? " class=\"n\"" : "";
    }
}
