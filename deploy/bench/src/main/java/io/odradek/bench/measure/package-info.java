/** Pure figures: spreads over rounds, ratios, latencies. */
@NullMarked
package io.odradek.bench.measure;

import org.jspecify.annotations.NullMarked;
