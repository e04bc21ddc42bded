/** Tests of the trainer's build for GPUs and of its container. */
@NullMarked
package io.odradek.trainer.container;

import org.jspecify.annotations.NullMarked;
