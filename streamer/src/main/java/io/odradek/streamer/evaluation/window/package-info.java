/** Counts of a version in a window of time, and what follows from them. */
@NullMarked
package io.odradek.streamer.evaluation.window;

import org.jspecify.annotations.NullMarked;
