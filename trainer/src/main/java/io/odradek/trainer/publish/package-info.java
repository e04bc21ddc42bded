/** The model registry: artefacts and pointers in a compacted Kafka topic. */
@NullMarked
package io.odradek.trainer.publish;

import org.jspecify.annotations.NullMarked;
