/** Turns an exported graph into one that computes with integers of 8 bits. */
@NullMarked
package io.odradek.trainer.export.quantize;

import org.jspecify.annotations.NullMarked;
