package io.odradek.streamer.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Figures that belong together.
 *
 * @param title for people
 * @param why what they are reckoned from, and why so: a few lines
 * @param figures in the order in which they follow from each other
 */
public record Section(String title, List<String> why, List<Figure> figures) {
    /** Copies. */
    public Section {
        why = List.copyOf(why);
        figures = List.copyOf(figures);
    }

    static Builder of(String title) {
        return new Builder(title);
    }

    /** Collects lines and figures. Not thread-safe. */
    static final class Builder {
        private final String title;
        private final List<String> why = new ArrayList<>();
        private final List<Figure> figures = new ArrayList<>();

        private Builder(String title) {
            this.title = title;
        }

        Builder why(String line) {
            why.add(line);
            return this;
        }

        Builder add(Figure figure) {
            figures.add(figure);
            return this;
        }

        Builder add(String key, String name, String unit, Term term) {
            return add(new Figure(key, name, term.value(), unit, term.formula()));
        }

        Section build() {
            return new Section(title, why, figures);
        }
    }
}
