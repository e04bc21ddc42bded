/** From Kafka into the heap: what a poll may bring. */
@NullMarked
package io.odradek.streamer.intake;

import org.jspecify.annotations.NullMarked;
