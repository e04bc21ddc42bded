/** Why Kafka cannot be connected to: found out quietly, by TLS and one request, before a client of Kafka tries and retries. */
@NullMarked
package io.odradek.streamer.connection;

import org.jspecify.annotations.NullMarked;
