package io.odradek.streamer.kit;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Something that a test needs of its machine: without it the test is skipped, on the build server it fails. */
public final class Requirement {
    private Requirement() {}

    public static void need(boolean met, String reason) {
        if (met) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail("CI=true, and " + reason + ": run deploy/verify.sh as root");
        }
        System.err.println("Skipped: " + reason + " (deploy/verify.sh installs it)");
        Assumptions.abort(reason);
    }
}
