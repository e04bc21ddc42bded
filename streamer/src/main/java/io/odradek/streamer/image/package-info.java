/** From a record's bytes to the tensor that a model takes, or to the reason why not. */
@NullMarked
package io.odradek.streamer.image;

import org.jspecify.annotations.NullMarked;
