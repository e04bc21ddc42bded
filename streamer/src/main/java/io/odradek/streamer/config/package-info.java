/** Settings: names, defaults, ranges, and where each value came from; and what ends the program with a message. */
@NullMarked
package io.odradek.streamer.config;

import org.jspecify.annotations.NullMarked;
