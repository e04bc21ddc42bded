package io.odradek.streamer.check;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.Finding;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs checks one by one; what ends one of them is a finding too, and no harm to the others.
 *
 * @param sink takes each finding as soon as it is there
 */
record Guard(Consumer<Finding> sink) {
    /** Runs one check. @return whether it could be made */
    boolean run(String subject, Supplier<List<Finding>> check) {
        List<Finding> findings;
        try {
            findings = check.get();
        } catch (StreamerException e) {
            sink.accept(Finding.fail(subject, "cannot be checked: " + e.getMessage(), ""));
            return false;
        } catch (RuntimeException e) {
            sink.accept(Finding.fail(subject, "cannot be checked, by a fault of this program: " + e, ""));
            return false;
        }
        findings.forEach(sink);
        return true;
    }
}
