/** Data sets in directories: Fashion-MNIST, other IDX files, folders of class folders. */
@NullMarked
package io.odradek.trainer.dataset;

import org.jspecify.annotations.NullMarked;
