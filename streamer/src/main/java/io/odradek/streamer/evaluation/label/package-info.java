/** What stands in the labels topic, and which image it is about. */
@NullMarked
package io.odradek.streamer.evaluation.label;

import org.jspecify.annotations.NullMarked;
