/** How much is needed for a rate of images, by what a benchmark measured, each figure with its formula. No I/O. */
@NullMarked
package io.odradek.streamer.plan;

import org.jspecify.annotations.NullMarked;
