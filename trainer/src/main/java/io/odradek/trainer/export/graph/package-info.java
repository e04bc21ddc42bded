/** Translates a net's blocks to an ONNX graph. */
@NullMarked
package io.odradek.trainer.export.graph;

import org.jspecify.annotations.NullMarked;
