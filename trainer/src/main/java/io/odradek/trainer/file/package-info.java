/** Files that appear whole or not at all, and digests of their content. */
@NullMarked
package io.odradek.trainer.file;

import org.jspecify.annotations.NullMarked;
