/** The command line: reads options, wires the other packages, prints, sets the exit code. */
@NullMarked
package io.odradek.trainer.cli;

import org.jspecify.annotations.NullMarked;
