/** Is everything around the streamer as it must be? Findings with the commands that mend them; changes nothing. */
@NullMarked
package io.odradek.streamer.check;

import org.jspecify.annotations.NullMarked;
