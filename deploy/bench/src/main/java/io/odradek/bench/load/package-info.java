/** Load for as long as it takes: a broker, streamers as users start them, images, their answers, and what all that is doing. */
@NullMarked
package io.odradek.bench.load;

import org.jspecify.annotations.NullMarked;
