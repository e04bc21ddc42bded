/**
 * The encoded formats: each is opened by its header, so that its size can be judged, and then read pixel by pixel. What is
 * damaged or of an unknown kind ends with {@link io.odradek.streamer.image.codec.BadImageException}, never with a picture
 * of which a part was made up.
 */
@NullMarked
package io.odradek.streamer.image.codec;

import org.jspecify.annotations.NullMarked;
