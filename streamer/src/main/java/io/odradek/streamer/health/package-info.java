/** Whether the images flow: what is not answered, whether Kafka answers, and what the stream threads do. */
@NullMarked
package io.odradek.streamer.health;

import org.jspecify.annotations.NullMarked;
