package io.odradek.streamer.loader;

import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.model.Probe;
import java.util.function.BooleanSupplier;

/** Tries nothing, and cannot as long as it has a fault. Thread-safe. */
final class Machine implements Probe {
    private volatile String fault = "";

    /** What keeps it from trying models from now on; empty for nothing. */
    void fault(String what) {
        fault = what;
    }

    @Override
    public void check(byte[] file, BooleanSupplier stopping) throws RefusedException {
        if (!fault.isEmpty()) {
            throw RefusedException.forNow(Stage.PROBE, fault);
        }
    }
}
