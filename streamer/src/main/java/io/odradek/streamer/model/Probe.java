package io.odradek.streamer.model;

import io.odradek.streamer.contract.RefusedException;
import java.util.function.BooleanSupplier;

/** Tries a file somewhere else, before the runtime of this process sees it. */
@FunctionalInterface
public interface Probe {
    /** Passes everything. */
    Probe NONE = (file, stopping) -> {};

    /**
     * Passes a file that the runtime can take and that is admitted there.
     *
     * @param file the whole ONNX file, which has passed the check in pure Java; read only
     * @param stopping when it turns true the verdict does not matter any more
     * @throws RefusedException says why not
     */
    void check(byte[] file, BooleanSupplier stopping) throws RefusedException;
}
