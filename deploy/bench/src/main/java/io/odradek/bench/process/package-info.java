/** Contestants as processes: started, stopped while others have their turn, and asked for the processor time they took. */
@NullMarked
package io.odradek.bench.process;

import org.jspecify.annotations.NullMarked;
