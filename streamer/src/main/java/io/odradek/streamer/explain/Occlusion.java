package io.odradek.streamer.explain;

import io.odradek.streamer.image.InputSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The pictures that are to be classified in order to find out what counts in an image, and what their results mean.
 *
 * <p>By occlusion: M. D. Zeiler and R. Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014, section
 * "Occlusion Sensitivity". They move a grey square over the image and look at the probability of its class; here the
 * square has the image's mean colour, which is less of a new thing in the picture. The image is divided into at most
 * 14 x 14 square cells; a patch is a square of 2 x 2 cells (a seventh of the longer side; of 1 x 1 where there are 10
 * cells or fewer), and the next patch lies one cell further. With x the image and x_P the same with patch P covered,
 *
 * <pre>heat(cell) = mean of p(label | x) - p(label | x_P) over all patches P that cover the cell</pre>
 *
 * <p>Patches come in two passes: the first covers each cell at least once, so that it alone gives a coarse answer where a
 * model is too slow for all of them. Immutable.
 */
final class Occlusion {
    private static final int MOST_CELLS = 14;
    /** A patch has a seventh of the side. */
    private static final double PATCHES = 7;

    private final byte[] tensor;
    private final InputSpec input;
    /** Where each column and row begins, in pixels; and where the last one ends. */
    private final int[] columns;

    private final int[] rows;
    private final int span;
    private final byte[] colour;

    /** A patch by the first of its columns and rows. */
    record Patch(int column, int row) {}

    /** @param tensor {@code [C, H, W]} uint8 values; not changed */
    Occlusion(byte[] tensor, InputSpec input) {
        this.tensor = tensor;
        this.input = input;
        int longer = Math.max(input.width(), input.height());
        int cells = Math.min(MOST_CELLS, longer);
        this.columns = edges(input.width(), longer, cells);
        this.rows = edges(input.height(), longer, cells);
        this.span = (int) Math.max(1, Math.round(cells / PATCHES));
        this.colour = colour();
    }

    /** Square cells but for rounding: the longer side has {@code cells} of them, the other as many as it takes. */
    private static int[] edges(int side, int longer, int cells) {
        int count = (side * cells + longer - 1) / longer;
        int[] edges = new int[count + 1];
        for (int i = 0; i < count; i++) {
            edges[i] = i * longer / cells;
        }
        edges[count] = side;
        return edges;
    }

    private byte[] colour() {
        int plane = input.width() * input.height();
        byte[] mean = new byte[input.channels()];
        for (int c = 0; c < mean.length; c++) {
            long sum = 0;
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                sum += tensor[i] & 255;
            }
            mean[c] = (byte) ((2 * sum + plane) / (2L * plane));
        }
        return mean;
    }

    /** All patches, at most 196, those of the first pass first. */
    List<Patch> patches() {
        List<Patch> first = firstPass();
        List<Patch> all = new ArrayList<>(first);
        for (int row = 0; row <= last(rows); row++) {
            for (int column = 0; column <= last(columns); column++) {
                Patch patch = new Patch(column, row);
                if (!first.contains(patch)) {
                    all.add(patch);
                }
            }
        }
        return all;
    }

    /** Those that cover the image with as little overlap as may be. */
    List<Patch> firstPass() {
        List<Patch> patches = new ArrayList<>();
        for (int row : tiling(last(rows))) {
            for (int column : tiling(last(columns))) {
                patches.add(new Patch(column, row));
            }
        }
        return patches;
    }

    /** Where the last patch begins. */
    private int last(int[] edges) {
        return Math.max(0, edges.length - 1 - span);
    }

    private List<Integer> tiling(int last) {
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < last; place += span) {
            places.add(place);
        }
        places.add(last);
        return places;
    }

    /** The image with a patch covered, as a tensor of its own. */
    byte[] covered(Patch patch) {
        byte[] copy = tensor.clone();
        int left = columns[patch.column()];
        int right = columns[end(columns, patch.column())];
        for (int c = 0; c < input.channels(); c++) {
            for (int y = rows[patch.row()]; y < rows[end(rows, patch.row())]; y++) {
                int line = (c * input.height() + y) * input.width();
                Arrays.fill(copy, line + left, line + right, colour[c]);
            }
        }
        return copy;
    }

    private int end(int[] edges, int first) {
        return Math.min(edges.length - 1, first + span);
    }

    /**
     * The heat of patches that cover the image.
     *
     * @param drops by how much the probability fell, for each of the first of {@link #patches()}, one whole pass at least
     */
    Heatmap heatmap(List<Double> drops) {
        int width = columns.length - 1;
        double[] sums = new double[width * (rows.length - 1)];
        int[] counts = new int[sums.length];
        List<Patch> patches = patches();
        for (int i = 0; i < drops.size(); i++) {
            Patch patch = patches.get(i);
            for (int row = patch.row(); row < end(rows, patch.row()); row++) {
                for (int column = patch.column(); column < end(columns, patch.column()); column++) {
                    sums[row * width + column] += drops.get(i);
                    counts[row * width + column]++;
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= counts[i];
        }
        return new Heatmap(width, rows.length - 1, sums);
    }
}
