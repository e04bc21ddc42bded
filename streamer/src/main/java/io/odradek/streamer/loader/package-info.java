/** The models topic: follows it, keeps its files on disk, and hands the wanted version to admission. */
@NullMarked
package io.odradek.streamer.loader;

import org.jspecify.annotations.NullMarked;
