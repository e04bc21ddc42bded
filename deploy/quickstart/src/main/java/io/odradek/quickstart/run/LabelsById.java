package io.odradek.quickstart.run;

import java.util.Map;

/** Reads the true class names, by image id. */
@FunctionalInterface
interface LabelsById {
    Map<String, String> read() throws InterruptedException;
}
