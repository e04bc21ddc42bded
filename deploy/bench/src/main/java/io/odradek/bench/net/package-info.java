/** The nets that are measured, as ONNX files. */
@NullMarked
package io.odradek.bench.net;

import org.jspecify.annotations.NullMarked;
