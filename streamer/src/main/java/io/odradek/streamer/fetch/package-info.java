/** Fetches model files that the models topic only refers to: from allowed places, within bounds, verified by digest. */
@NullMarked
package io.odradek.streamer.fetch;

import org.jspecify.annotations.NullMarked;
