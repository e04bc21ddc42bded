/** An ONNX file: the metadata contract that it carries, and running it. */
@NullMarked
package io.odradek.trainer.onnx;

import org.jspecify.annotations.NullMarked;
