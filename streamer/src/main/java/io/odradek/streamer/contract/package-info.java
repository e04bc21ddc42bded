/** What an ONNX file says about itself, read and checked in pure Java before native code sees the file. */
@NullMarked
package io.odradek.streamer.contract;

import org.jspecify.annotations.NullMarked;
