/**
 * The report of a training: one HTML page that asks nobody for anything, and the same plots as PNG files.
 *
 * <p>The page draws its plots as inline SVG, its pictures are data URIs, and its names are escaped, because they are
 * those of users' folders.
 */
@NullMarked
package io.odradek.trainer.report;

import org.jspecify.annotations.NullMarked;
