/** Turns a trained net into an ONNX file and proves that both compute the same. */
@NullMarked
package io.odradek.trainer.export;

import org.jspecify.annotations.NullMarked;
