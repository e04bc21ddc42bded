/** JSON written straight into bytes, for what is written for every image. */
@NullMarked
package io.odradek.streamer.message.json;

import org.jspecify.annotations.NullMarked;
