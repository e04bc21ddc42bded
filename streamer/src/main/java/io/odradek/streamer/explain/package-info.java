/** Which pixels of an image an answer rests on, found out beside the flow of images. */
@NullMarked
package io.odradek.streamer.explain;

import org.jspecify.annotations.NullMarked;
