/** From the samples that a file stores to bytes of a wanted size, by the contract's pixel rules. */
@NullMarked
package io.odradek.trainer.pixels;

import org.jspecify.annotations.NullMarked;
