/** How well models do while they are in force: predictions are paired with labels, and counted by version, class and window. */
@NullMarked
package io.odradek.streamer.evaluation;

import org.jspecify.annotations.NullMarked;
