/** The composition root: starts and stops the parts in a stated order. */
@NullMarked
package io.odradek.streamer.app;

import org.jspecify.annotations.NullMarked;
