/** Validated settings: the recipe, the identity of a model, the way to Kafka. */
@NullMarked
package io.odradek.trainer.config;

import org.jspecify.annotations.NullMarked;
