/** Predictions and labels of one image, whichever comes first. */
@NullMarked
package io.odradek.streamer.evaluation.pairing;

import org.jspecify.annotations.NullMarked;
