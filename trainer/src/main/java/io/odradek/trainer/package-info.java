/** What every other package may throw: a failure that its user can mend. */
@NullMarked
package io.odradek.trainer;

import org.jspecify.annotations.NullMarked;
