/** Whether the images that come still are like those that the model was tested on: told without labels. */
@NullMarked
package io.odradek.streamer.drift;

import org.jspecify.annotations.NullMarked;
