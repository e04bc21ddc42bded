package io.odradek.streamer.model;

import io.odradek.streamer.contract.TrustedKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes files live without a loader. */
public final class LiveModels {
    private LiveModels() {}

    /** A holder in which this file is live. */
    public static ModelHolder holding(byte[] file) {
        ModelHolder holder = new ModelHolder();
        swap(holder, file);
        return holder;
    }

    /** Makes another one live. */
    public static void swap(ModelHolder holder, byte[] file) {
        try {
            Path path = Files.createTempFile("odradek-live-", ".onnx");
            try {
                Files.write(path, file);
                Admission admission = new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(path, TestModels.NAME, null);
                if (!(admission instanceof Admission.Admitted admitted)) {
                    throw new AssertionError(admission);
                }
                holder.swap(admitted.model());
            } finally {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
