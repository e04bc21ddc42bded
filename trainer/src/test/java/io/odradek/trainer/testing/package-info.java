/** What several tests share: the data, the documentation, requirements of this machine. */
@NullMarked
package io.odradek.trainer.testing;

import org.jspecify.annotations.NullMarked;
