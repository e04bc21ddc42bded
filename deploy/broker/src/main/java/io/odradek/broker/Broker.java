package io.odradek.broker;

/** A Kafka broker that runs until it is closed. */
public interface Broker extends AutoCloseable {
    /** Host and port for clients, on loopback. */
    String bootstrapServers();

    @Override
    void close();
}
