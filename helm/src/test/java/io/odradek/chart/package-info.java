/** Tests of the chart: rendered by a real Helm, and judged by what the manifests say, not by their text. */
@NullMarked
package io.odradek.chart;

import org.jspecify.annotations.NullMarked;
