/**
 * The programs beside which the streamer is measured, each a process of its own: the limits, and other ways to classify a
 * stream, written as their users would.
 */
@NullMarked
package io.odradek.bench.rival;

import org.jspecify.annotations.NullMarked;
