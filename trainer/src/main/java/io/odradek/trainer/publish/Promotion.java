package io.odradek.trainer.publish;

/** What became of a promotion. */
public sealed interface Promotion {
    /**
     * The registry was read back and this decision is the newest.
     *
     * @param offset of the pointer's record in partition 0
     */
    record InForce(long offset) implements Promotion {}

    /** Somebody deleted the pointer: streamers keep the model that they serve, and a new one has none to start with. */
    record Deleted() implements Promotion {}

    /**
     * Somebody else decided later; their decision is in force. The texts are one printable line each.
     *
     * @param live version in force
     * @param by who decided
     * @param reason why
     */
    record Superseded(String live, String by, String reason) implements Promotion {}
}
