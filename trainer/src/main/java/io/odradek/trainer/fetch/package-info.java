/** Finds Fashion-MNIST on this machine, or brings it there. */
@NullMarked
package io.odradek.trainer.fetch;

import org.jspecify.annotations.NullMarked;
