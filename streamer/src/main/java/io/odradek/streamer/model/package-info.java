/** Models: the contract of an ONNX file, admission, the live model and its leases, the loader of the models topic. */
@NullMarked
package io.odradek.streamer.model;

import org.jspecify.annotations.NullMarked;
