/** What the person at the terminal sees: steps, tables, and the one line that says why a run failed. */
@NullMarked
package io.odradek.quickstart.console;

import org.jspecify.annotations.NullMarked;
