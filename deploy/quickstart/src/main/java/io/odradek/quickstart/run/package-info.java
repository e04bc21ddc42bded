/** The run itself: broker, streamer, training, three phases of traffic, in that order. */
@NullMarked
package io.odradek.quickstart.run;

import org.jspecify.annotations.NullMarked;
