/** Every metric that the streamer publishes, by name, tag and unit. */
@NullMarked
package io.odradek.streamer.metrics;

import org.jspecify.annotations.NullMarked;
