/** Settings: names, defaults, ranges, and where each value came from. */
@NullMarked
package io.odradek.streamer.config;

import org.jspecify.annotations.NullMarked;
