/** Spans of the way of an image, for OpenTelemetry; nothing of it is loaded or allocated where tracing is off. */
@NullMarked
package io.odradek.streamer.tracing;

import org.jspecify.annotations.NullMarked;
