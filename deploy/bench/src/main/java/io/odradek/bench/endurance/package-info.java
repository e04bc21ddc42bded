/** What a streamer bears: ten times what it sustains, and hours in which everything happens to it. Measured, and judged. */
@NullMarked
package io.odradek.bench.endurance;

import org.jspecify.annotations.NullMarked;
