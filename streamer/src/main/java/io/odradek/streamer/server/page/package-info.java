/** The live page over HTTP: its files, and what they ask for. */
@NullMarked
package io.odradek.streamer.server.page;

import org.jspecify.annotations.NullMarked;
