/** The command line: options, exit codes, one line for each failure. */
@NullMarked
package io.odradek.streamer.cli;

import org.jspecify.annotations.NullMarked;
