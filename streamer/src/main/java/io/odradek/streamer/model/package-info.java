/** Models in native memory: admission, the live model and its leases. */
@NullMarked
package io.odradek.streamer.model;

import org.jspecify.annotations.NullMarked;
