/** Sends chosen dead letters to their topic of images again, each once. */
@NullMarked
package io.odradek.streamer.deadletters.replay;

import org.jspecify.annotations.NullMarked;
