/** Models are tried in a process of its own, which may crash, hang or run out of memory. */
@NullMarked
package io.odradek.streamer.probe;

import org.jspecify.annotations.NullMarked;
