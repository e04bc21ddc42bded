package io.odradek.trainer.plot;

import io.odradek.trainer.plot.Canvas.Anchor;
import io.odradek.trainer.plot.Canvas.Lettering;
import io.odradek.trainer.plot.Canvas.Tone;
import java.util.List;

/**
 * Pictures in rows, each over one or two lines of text, for a PNG file; the page has a list that fits any
 * width. Pure.
 *
 * @param cells in reading order
 */
public record PictureGrid(List<Cell> cells) {
    private static final int MOST_COLUMNS = 8;
    private static final int SIDE = 112;
    private static final int GAP = 16;
    private static final int TEXT = 42;
    private static final Lettering UPPER = new Lettering(12.5, Tone.INK, false, Anchor.START, 0);
    private static final Lettering LOWER = new Lettering(12.5, Tone.WRONG, false, Anchor.START, 0);

    /** Copies the list. */
    public PictureGrid {
        cells = List.copyOf(cells);
    }

    /**
     * A picture with its text.
     *
     * @param upper first line
     * @param lower second line, which says what is wrong; may be empty
     * @param figure ends the second line, and is there whole also where {@code lower} is too long; may be empty
     */
    public record Cell(Picture picture, String upper, String lower, String figure) {}

    int width() {
        return columns() * (SIDE + GAP) - GAP;
    }

    int height() {
        int rows = (cells.size() + columns() - 1) / columns();
        return rows * rowHeight() - GAP;
    }

    void drawOn(Raster canvas) {
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            int row = i / columns();
            double x = (double) (i % columns()) * (SIDE + GAP);
            double y = (double) row * rowHeight();
            canvas.picture(cell.picture(), x, y, SIDE);
            canvas.text(x, y + SIDE + 17, cell.upper(), "", UPPER, SIDE);
            canvas.text(x, y + SIDE + 34, cell.lower(), cell.figure(), LOWER, SIDE);
        }
    }

    /** Ten make two even rows. */
    private int columns() {
        return cells.size() == 9 || cells.size() == 10 ? 5 : Math.min(MOST_COLUMNS, cells.size());
    }

    private int rowHeight() {
        boolean oneLine = cells.stream().allMatch(cell -> cell.lower.isEmpty());
        return SIDE + GAP + (oneLine ? TEXT / 2 + 2 : TEXT);
    }
}
