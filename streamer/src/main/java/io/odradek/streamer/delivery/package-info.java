/** From the hand-over of an answer to Kafka's producer until Kafka has it. */
@NullMarked
package io.odradek.streamer.delivery;

import org.jspecify.annotations.NullMarked;
