/** What stands in the Kafka topics: predictions, dead letters, the model pointer. */
@NullMarked
package io.odradek.streamer.message;

import org.jspecify.annotations.NullMarked;
