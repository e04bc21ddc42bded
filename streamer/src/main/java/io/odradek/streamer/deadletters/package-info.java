/** What lies in the dead-letter topic: read, counted by reason, shown. Changes nothing. */
@NullMarked
package io.odradek.streamer.deadletters;

import org.jspecify.annotations.NullMarked;
