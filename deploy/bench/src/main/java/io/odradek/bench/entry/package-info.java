/** Who takes part in which series. */
@NullMarked
package io.odradek.bench.entry;

import org.jspecify.annotations.NullMarked;
