/** A few of the images that pass, chosen for almost nothing and made small aside; bounded whatever passes. */
@NullMarked
package io.odradek.streamer.live.sample;

import org.jspecify.annotations.NullMarked;
