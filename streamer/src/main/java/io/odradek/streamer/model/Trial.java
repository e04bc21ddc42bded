package io.odradek.streamer.model;

import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.message.ModelRef;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Would a streamer admit this file? Runs the gate on a thread of its own. Stateless. */
public final class Trial {
    private Trial() {}

    /**
     * Tries a file, waits for the outcome, and frees the model again.
     *
     * @param file the whole ONNX file; not copied, not to be changed meanwhile
     * @param name the model's name that its record's key would state; null for any
     * @param version the version that its record's key would state; null for any
     * @return what the file calls itself
     * @throws RefusedException says at which stage it would be refused, and why
     */
    public static ModelRef of(AdmissionGate gate, byte[] file, @Nullable String name, @Nullable String version)
            throws RefusedException {
        LoadedModel model = admitted(gate, file, name, version);
        model.release();
        return model.ref();
    }

    /**
     * The same, and keeps the model.
     *
     * @return lends it; the receiver closes it
     * @throws RefusedException says at which stage it would be refused, and why
     */
    public static ModelHolder hold(AdmissionGate gate, byte[] file, @Nullable String name, @Nullable String version)
            throws RefusedException {
        ModelHolder holder = new ModelHolder();
        holder.swap(admitted(gate, file, name, version));
        return holder;
    }

    private static LoadedModel admitted(
            AdmissionGate gate, byte[] file, @Nullable String name, @Nullable String version) throws RefusedException {
        CompletableFuture<LoadedModel> verdict = new CompletableFuture<>();
        Runnable trial = () -> {
            try {
                verdict.complete(gate.admit(file, name, version));
            } catch (Throwable e) {
                // An Error too: a native library that cannot be loaded is one.
                verdict.completeExceptionally(e);
            }
        };
        NativeThread.of("odradek-trial", trial).start();
        try {
            return verdict.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new IllegalStateException("a model file cannot be tried: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a model file was tried", e);
        }
    }
}
