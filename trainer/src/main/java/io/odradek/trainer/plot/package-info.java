/**
 * Draws what a training brought: curves, a confusion matrix, a reliability diagram, grids of pictures.
 *
 * <p>A plot is laid out once and drawn on a {@link io.odradek.trainer.plot.Canvas}, of which there are two: SVG for the
 * page, which follows the reader's light or dark theme and stays sharp at any size, and a raster of twice the size for
 * PNG files. That is two short classes in place of a chart library, which would know neither picture grids nor heat maps
 * and could not follow the theme.
 */
@NullMarked
package io.odradek.trainer.plot;

import org.jspecify.annotations.NullMarked;
