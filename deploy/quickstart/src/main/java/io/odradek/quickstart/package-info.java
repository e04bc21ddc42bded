/** The command line of the quickstart. */
@NullMarked
package io.odradek.quickstart;

import org.jspecify.annotations.NullMarked;
