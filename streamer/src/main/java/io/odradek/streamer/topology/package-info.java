/** The Kafka Streams topology: an image in, a prediction or a dead letter out. */
@NullMarked
package io.odradek.streamer.topology;

import org.jspecify.annotations.NullMarked;
