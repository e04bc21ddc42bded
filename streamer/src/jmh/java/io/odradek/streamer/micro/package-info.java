/** What the micro-benchmarks share: pictures that look like real ones, and the run with its table. */
@NullMarked
package io.odradek.streamer.micro;

import org.jspecify.annotations.NullMarked;
