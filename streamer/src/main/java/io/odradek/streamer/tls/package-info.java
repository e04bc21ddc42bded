/** TLS of the HTTP port and of who asks it: keys and certificates in PEM. */
@NullMarked
package io.odradek.streamer.tls;

import org.jspecify.annotations.NullMarked;
