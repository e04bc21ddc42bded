/** Trying an image: it goes through Kafka like any other, and what becomes of it is shown with what counted for it. */
@NullMarked
package io.odradek.streamer.trial;

import org.jspecify.annotations.NullMarked;
