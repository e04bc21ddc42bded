/** The container images and the compose file, run by a real engine. */
@NullMarked
package io.odradek.containers;

import org.jspecify.annotations.NullMarked;
