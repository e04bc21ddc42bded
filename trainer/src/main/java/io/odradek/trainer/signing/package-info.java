/** Keys, and signatures at the end of model files. */
@NullMarked
package io.odradek.trainer.signing;

import org.jspecify.annotations.NullMarked;
