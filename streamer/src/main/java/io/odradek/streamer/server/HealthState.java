package io.odradek.streamer.server;

import java.util.Locale;

/** What the process is doing, in one word. */
public enum HealthState {
    /** Nothing to classify with. */
    WAITING(true, "no model yet; `waitingFor` names what is missing: Kafka, the topics, a pointer, a file"),
    /** Between model and Streams. */
    STARTING(true, "a model is live, Kafka Streams is being set up"),
    /** Without its partitions. */
    REBALANCING(true, "Kafka Streams waits for its partitions, at start and whenever instances come and go"),
    /** At work. */
    RUNNING(true, "images are classified, unless `paused` says by whom it is paused"),
    /** On its way out. */
    PENDING_SHUTDOWN(true, "stopping: what is in work is finished and committed"),
    /** Ended. */
    NOT_RUNNING(false, "stopped, the process is about to end"),
    /** On its way out by itself. */
    PENDING_ERROR(true, "a stream thread failed (`lastError`), the others are being stopped"),
    /** Ended by itself. */
    ERROR(false, "Kafka Streams ended by itself (`lastError`), the process is about to end with exit code 1");

    private final boolean live;
    private final String meaning;

    HealthState(boolean live, String meaning) {
        this.live = live;
        this.meaning = meaning;
    }

    /** As {@code /health} says it. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a process in this state can still do its work. */
    public boolean live() {
        return live;
    }

    /** Whether images are being classified. */
    public boolean ready() {
        return this == RUNNING;
    }

    /** For people, in Markdown. */
    public String meaning() {
        return meaning;
    }
}
