/** From the samples that a file stores to bytes of a wanted size, by the README's pixel rules. */
@NullMarked
package io.odradek.trainer.pixels;

import org.jspecify.annotations.NullMarked;
