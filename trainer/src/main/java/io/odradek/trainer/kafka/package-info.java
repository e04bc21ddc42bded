/** Talks to Kafka with bounded patience: clients, topics that must exist, failures on one line. */
@NullMarked
package io.odradek.trainer.kafka;

import org.jspecify.annotations.NullMarked;
