/** What a benchmark measured, read and checked. No I/O. */
@NullMarked
package io.odradek.streamer.plan.profile;

import org.jspecify.annotations.NullMarked;
