package io.odradek.streamer.plan;

/** Whether a demand can be met. */
public sealed interface Outcome {
    /** It can. */
    record Planned(Plan plan) implements Outcome {}

    /** It cannot, and why: one sentence for people. */
    record Unmet(String reason) implements Outcome {}
}
