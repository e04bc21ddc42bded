/**
 * The account of images on a running cluster: each of a range answered, in order, and a sample asked again. Reads only.
 */
@NullMarked
package io.odradek.streamer.verify;

import org.jspecify.annotations.NullMarked;
