package io.odradek.streamer.model;

import io.odradek.streamer.contract.Stage;

/** The outcome of {@link AdmissionGate#admit}. */
public sealed interface Admission {
    /**
     * The file is a model that can go live.
     *
     * @param model ready to classify; the receiver closes it or hands it to a {@link ModelHolder}
     */
    record Admitted(LoadedModel model) implements Admission {}

    /**
     * The file is not served; whatever was live stays live.
     *
     * @param stage where it failed
     * @param why what was found and what is expected, in one line
     * @param isForNow whether the same file may pass later: it is this machine's fault
     */
    record Refused(Stage stage, String why, boolean isForNow) implements Admission {}
}
