/** The nets as DJL blocks, and what can be read off them. */
@NullMarked
package io.odradek.trainer.model;

import org.jspecify.annotations.NullMarked;
