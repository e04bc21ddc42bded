package io.odradek.trainer.plot;

import io.odradek.trainer.plot.Canvas.Anchor;
import io.odradek.trainer.plot.Canvas.Lettering;
import io.odradek.trainer.plot.Canvas.Tone;
import java.util.List;

/**
 * Pictures in rows of eight, each over one or two lines of text, for a PNG file; the page has a list that fits any
 * width. Pure.
 *
 * @param cells in reading order
 */
public record PictureGrid(List<Cell> cells) {
    private static final int COLUMNS = 8;
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
     */
    public record Cell(Picture picture, String upper, String lower) {}

    int width() {
        int columns = Math.min(COLUMNS, cells.size());
        return columns * (SIDE + GAP) - GAP;
    }

    int height() {
        int rows = (cells.size() + COLUMNS - 1) / COLUMNS;
        boolean oneLine = cells.stream().allMatch(cell -> cell.lower.isEmpty());
        return rows * rowHeight(oneLine) - GAP;
    }

    void drawOn(Raster canvas) {
        boolean oneLine = cells.stream().allMatch(cell -> cell.lower.isEmpty());
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            double x = (double) (i % COLUMNS) * (SIDE + GAP);
            int row = i / COLUMNS;
            double y = (double) row * rowHeight(oneLine);
            canvas.picture(cell.picture(), x, y, SIDE);
            canvas.text(x, y + SIDE + 17, cell.upper(), UPPER, SIDE);
            canvas.text(x, y + SIDE + 34, cell.lower(), LOWER, SIDE);
        }
    }

    private static int rowHeight(boolean oneLine) {
        return SIDE + GAP + (oneLine ? TEXT / 2 + 2 : TEXT);
    }
}
