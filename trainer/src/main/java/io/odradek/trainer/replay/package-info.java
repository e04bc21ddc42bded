/** Produces a data set's images and labels to Kafka topics at a given rate. */
@NullMarked
package io.odradek.trainer.replay;

import org.jspecify.annotations.NullMarked;
