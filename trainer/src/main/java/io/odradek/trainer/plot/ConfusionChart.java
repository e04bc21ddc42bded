package io.odradek.trainer.plot;

import io.odradek.trainer.plot.Canvas.Anchor;
import io.odradek.trainer.plot.Canvas.Lettering;
import io.odradek.trainer.plot.Canvas.Tone;
import java.util.List;

/**
 * A confusion matrix as a heat map: rows are true classes, columns predicted ones. A shade is the square root of a
 * count's share of its row, so that rare mistakes show. Numbers stand in the cells as long as they are readable, with up
 * to {@value #MOST_WITH_NUMBERS} classes. Pure.
 *
 * @param labels class names
 * @param counts {@code [truth][prediction]}: number of images
 */
public record ConfusionChart(List<String> labels, List<List<Integer>> counts) implements Plot {
    private static final int MOST_WITH_NUMBERS = 24;
    private static final int MOST_WITH_TITLES = 48;
    private static final int LONGEST_NAME = 18;
    private static final double STRONGEST_SHADE = 0.65;
    private static final double EMPTY_SHADE = 0.35;
    private static final int TITLE_SPACE = 30;

    /** Copies the lists. */
    public ConfusionChart {
        labels = List.copyOf(labels);
        counts = counts.stream().map(List::copyOf).toList();
    }

    @Override
    public int width() {
        // Slanted names reach beyond the last column.
        return (int) Math.ceil(left() + labels.size() * cell() + (slanted() ? nameSpace() * 0.6 : 8));
    }

    @Override
    public int height() {
        return (int) Math.ceil(top() + labels.size() * cell()) + 4;
    }

    @Override
    public String description() {
        long all = 0;
        long right = 0;
        for (int row = 0; row < counts.size(); row++) {
            all += counts.get(row).stream().mapToLong(Integer::longValue).sum();
            right += counts.get(row).get(row);
        }
        return Markup.format(
                "Confusion matrix of %d classes: %,d of %,d images lie on the diagonal, where the prediction is right.",
                labels.size(), right, all);
    }

    @Override
    public void drawOn(Canvas canvas) {
        double side = labels.size() * cell();
        canvas.text(left() + side / 2, 13, "predicted class", Lettering.soft(Anchor.MIDDLE));
        canvas.text(
                13,
                top() + side / 2,
                "true class",
                Lettering.soft(Anchor.MIDDLE).turned(-90));
        if (!withNumbers()) {
            // One for all empty cells: there are thousands.
            canvas.area(left(), top(), side, side, Tone.RULE, EMPTY_SHADE, "");
        }
        double type = Math.min(12.5, cell() * 0.8);
        Lettering rowName = new Lettering(type, Tone.INK, false, Anchor.END, 0);
        Lettering columnName = new Lettering(type, Tone.INK, false, Anchor.START, slanted() ? -45 : -90);
        for (int i = 0; i < labels.size(); i++) {
            String name = Markup.clip(labels.get(i), LONGEST_NAME);
            double middle = (i + 0.5) * cell();
            canvas.text(left() - 8, top() + middle + type * 0.36, name, rowName);
            canvas.text(left() + middle + type * 0.36, top() - 8, name, columnName);
            drawRow(canvas, i);
        }
    }

    private void drawRow(Canvas canvas, int row) {
        int images = counts.get(row).stream().mapToInt(Integer::intValue).sum();
        double gap = cell() >= 20 ? 1 : 0.5;
        for (int column = 0; column < labels.size(); column++) {
            int count = counts.get(row).get(column);
            double x = left() + column * cell();
            double y = top() + row * cell();
            if (count == 0 && withNumbers()) {
                canvas.area(x, y, cell() - gap, cell() - gap, Tone.RULE, EMPTY_SHADE, "");
            } else if (count > 0) {
                double shade = STRONGEST_SHADE * Math.sqrt((double) count / images);
                String title = labels.size() > MOST_WITH_TITLES ? "" : title(row, column, count, images);
                Tone tone = row == column ? Tone.MEASURED : Tone.WRONG;
                canvas.area(x, y, cell() - gap, cell() - gap, tone, shade, title);
            }
            if (count > 0 && withNumbers()) {
                double type = Math.min(Math.min(13, cell() * 0.5), cell() * 0.9 / (digits() * 0.64));
                Lettering number = new Lettering(type, Tone.INK, false, Anchor.MIDDLE, 0);
                canvas.text(x + cell() / 2, y + cell() / 2 + type * 0.36, String.valueOf(count), number);
            }
        }
    }

    private String title(int row, int column, int count, int images) {
        String what = row == column ? "recognised" : "taken for " + labels.get(column);
        return Markup.format("%s, %s: %d of %d", labels.get(row), what, count, images);
    }

    private int digits() {
        int greatest = counts.stream()
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        return String.valueOf(greatest).length();
    }

    /** Side of a cell in pixels, so that all of them take at most about 900. */
    private double cell() {
        return Math.max(7, Math.min(46, 640.0 / labels.size()));
    }

    private boolean withNumbers() {
        return labels.size() <= MOST_WITH_NUMBERS;
    }

    private boolean slanted() {
        return cell() >= 26;
    }

    private double left() {
        return TITLE_SPACE + nameSpace();
    }

    private double top() {
        return TITLE_SPACE + nameSpace() * (slanted() ? 0.75 : 1);
    }

    /** Pixels that the longest name may take; letters are about 0.6 of their type's size. */
    private double nameSpace() {
        int longest = labels.stream()
                .mapToInt(label -> label.codePointCount(0, label.length()))
                .max()
                .orElse(0);
        return Math.min(longest, LONGEST_NAME) * Math.min(12.5, cell() * 0.8) * 0.62 + 10;
    }
}
