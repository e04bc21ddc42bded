/** The HTTP port: health and metrics. */
@NullMarked
package io.odradek.streamer.server;

import org.jspecify.annotations.NullMarked;
