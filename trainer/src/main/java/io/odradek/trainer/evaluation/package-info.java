/** What labelled images say about a classifier: accuracy, figures per class, confusions, calibration, mistakes. */
@NullMarked
package io.odradek.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
