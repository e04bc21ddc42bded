/** History classified anew, read-only, by any model, and what differs from what was said then. */
@NullMarked
package io.odradek.streamer.replay;

import org.jspecify.annotations.NullMarked;
