/** The training loop and what it reports. */
@NullMarked
package io.odradek.trainer.training;

import org.jspecify.annotations.NullMarked;
