package io.odradek.streamer.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Would a streamer admit this file? Runs the gate on a thread of its own and frees the model again. Stateless. */
public final class Trial {
    private Trial() {}

    /**
     * Tries a file.
     *
     * @param directory where the file is kept meanwhile
     * @return why it would be refused, or nothing when it would be admitted
     */
    public static Optional<Admission.Refused> refusal(
            AdmissionGate gate, byte[] file, Path directory, String name, String version) {
        CompletableFuture<Optional<Admission.Refused>> verdict = new CompletableFuture<>();
        Runnable trial = () -> {
            try {
                verdict.complete(admit(gate, file, directory, name, version));
            } catch (Throwable e) {
                // An Error too: a native library that cannot be loaded is one.
                verdict.completeExceptionally(e);
            }
        };
        NativeThread.of("odradek-trial", trial).start();
        try {
            return verdict.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException io ? io : e;
        }
    }

    private static Optional<Admission.Refused> admit(
            AdmissionGate gate, byte[] file, Path directory, String name, String version) {
        Path copy = null;
        try {
            Files.createDirectories(directory);
            copy = Files.createTempFile(directory, "odradek-trial-", ".onnx");
            Files.write(copy, file);
            Admission admission = gate.admit(copy, name, version);
            if (admission instanceof Admission.Admitted admitted) {
                admitted.model().release();
                return Optional.empty();
            }
            return Optional.of((Admission.Refused) admission);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the file to " + directory + " (odradek.model.dir): " + e, e);
        } finally {
            delete(copy);
        }
    }

    private static void delete(@org.jspecify.annotations.Nullable Path copy) {
        try {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            copy.toFile().deleteOnExit();
        }
    }
}
