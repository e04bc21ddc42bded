/** One run of the benchmark, from the broker's start to the results. */
@NullMarked
package io.odradek.bench.run;

import org.jspecify.annotations.NullMarked;
