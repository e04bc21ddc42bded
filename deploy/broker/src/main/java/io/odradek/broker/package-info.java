/**
 * A real Kafka broker in this JVM, for the quickstart and for tests, and in a container, for tests. Production jars must
 * not depend on it.
 */
@NullMarked
package io.odradek.broker;

import org.jspecify.annotations.NullMarked;
