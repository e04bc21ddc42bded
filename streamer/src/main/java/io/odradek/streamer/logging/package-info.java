/** Log lines on standard error: their levels, their form, and that a flood of them stays readable. */
@org.jspecify.annotations.NullMarked
package io.odradek.streamer.logging;
