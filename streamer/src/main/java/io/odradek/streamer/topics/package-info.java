/** The topics on the broker: whether it can be reached, whether they are fit, and how to mend them. */
@NullMarked
package io.odradek.streamer.topics;

import org.jspecify.annotations.NullMarked;
