/** Reads the topics of the run back: images, predictions, dead letters, labels, as plain records. */
@NullMarked
package io.odradek.quickstart.topics;

import org.jspecify.annotations.NullMarked;
