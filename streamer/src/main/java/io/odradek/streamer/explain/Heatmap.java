package io.odradek.streamer.explain;

/**
 * How much each part of an image counts for one label.
 *
 * @param width cells in a row, 1 to 14
 * @param height rows, 1 to 14
 * @param values row by row: how far the label's probability falls when the cell is covered, -1 to 1; not copied, read only
 */
public record Heatmap(int width, int height, double[] values) {}
