/** The benchmark: the streamer beside the machine's limits and beside other ways to do its job. */
@NullMarked
package io.odradek.bench;

import org.jspecify.annotations.NullMarked;
