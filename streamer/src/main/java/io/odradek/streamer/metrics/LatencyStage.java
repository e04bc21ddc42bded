package io.odradek.streamer.metrics;

/** The stages of an image's way, in their order. */
public enum LatencyStage {
    /** In Kafka. */
    PRODUCE_TO_POLL("produceToPoll"),
    /** Waiting for its batch. */
    POLL_TO_INFERENCE("pollToInference"),
    /** To a tensor. */
    DECODE("decode"),
    /** The call of the model. */
    INFERENCE("inference"),
    /** To Kafka. */
    PUBLISH("publish"),
    /** All of it. */
    END_TO_END("endToEnd");

    private final String tag;

    LatencyStage(String tag) {
        this.tag = tag;
    }

    /** As in records of the latency topic. */
    public String tag() {
        return tag;
    }
}
