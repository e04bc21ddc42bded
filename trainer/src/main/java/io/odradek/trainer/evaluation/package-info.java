/** Measures an ONNX file on labelled images. */
@NullMarked
package io.odradek.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
