/** The model registry as its operators see it: everything in the {@code models} topic, and the decisions about it. */
@NullMarked
package io.odradek.streamer.registry;

import org.jspecify.annotations.NullMarked;
