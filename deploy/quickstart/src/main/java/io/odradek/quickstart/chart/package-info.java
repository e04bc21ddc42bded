/** Figures drawn as inline SVG, for a page that loads nothing. */
@NullMarked
package io.odradek.quickstart.chart;

import org.jspecify.annotations.NullMarked;
