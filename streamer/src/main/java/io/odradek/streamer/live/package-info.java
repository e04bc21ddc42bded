/** What the live page shows: samples of what passes, and the recent past, as JSON. */
@NullMarked
package io.odradek.streamer.live;

import org.jspecify.annotations.NullMarked;
