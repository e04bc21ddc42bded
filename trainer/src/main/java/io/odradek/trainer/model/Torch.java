package io.odradek.trainer.model;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import io.odradek.trainer.TrainerException;

/** Loads DJL's PyTorch engine. Settings that the native library reads only once are set before. Thread-safe. */
public final class Torch {
    static final String ENGINE = "PyTorch";

    private Torch() {}

    /**
     * Loads the engine; later calls change nothing.
     *
     * @param threads CPU threads of one operation, at least 1
     * @throws TrainerException when the native library does not load
     */
    public static synchronized void load(int threads) {
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        // Nothing is fetched or reported at run time; what is needed came with the build.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        try {
            Engine.getEngine(ENGINE);
        } catch (EngineException | UnsatisfiedLinkError e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new TrainerException(
                    "cannot load PyTorch's native library: " + TrainerException.reasonOf(reason)
                            + "; it is unpacked to ~/.djl.ai, or where the environment variable DJL_CACHE_DIR says",
                    e);
        }
    }

    /** Version of PyTorch; loads the engine if need be. */
    public static String version() {
        return Engine.getEngine(ENGINE).getVersion();
    }
}
