/**
 * What looks back at images that were answered long ago has in common: which of them, how fast, and the versions of models.
 */
@NullMarked
package io.odradek.streamer.history;

import org.jspecify.annotations.NullMarked;
