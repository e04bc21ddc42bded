package io.odradek.bench.entry;

/** Programs that answer images. */
public enum Program {
    /** The limit of Kafka Streams: answers with the image. */
    PASS_THROUGH,
    /** The streamer, by its launcher. */
    ODRADEK,
    /** {@code mapValues} with a call of the net. */
    ONE_AT_A_TIME,
    /** Floats in JSON, in and out. */
    JSON_FLOAT,
    /** A call of a model server for each image. */
    HTTP
}
