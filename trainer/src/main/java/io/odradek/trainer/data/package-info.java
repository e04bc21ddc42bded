/** Labelled images: the files they are read from, their pixels, and scores per image and class. */
@NullMarked
package io.odradek.trainer.data;

import org.jspecify.annotations.NullMarked;
