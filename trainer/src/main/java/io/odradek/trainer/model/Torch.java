package io.odradek.trainer.model;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.util.Platform;
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

    /**
     * The GPUs of this machine.
     *
     * @param threads as for {@link #load}, which happens at the first question, where this build has a GPU's library
     */
    public static Devices devices(int threads) {
        String flavor = Platform.detectPlatform("pytorch").getFlavor();
        return flavor.startsWith("cpu") ? new CpuBuild() : new GpuBuild(flavor, threads);
    }

    private record CpuBuild() implements Devices {
        @Override
        public int gpuCount() {
            return 0;
        }

        @Override
        public String whyNoGpu() {
            return "this build has the CPU library only; build with -Pcuda";
        }
    }

    private record GpuBuild(String flavor, int threads) implements Devices {
        @Override
        public int gpuCount() {
            load(threads);
            return Engine.getEngine(ENGINE).getGpuCount();
        }

        @Override
        public String whyNoGpu() {
            return "this build has the library for " + flavor + ", which finds no GPU or no driver for it";
        }
    }

    /** Version of PyTorch; loads the engine if need be. */
    public static String version() {
        return Engine.getEngine(ENGINE).getVersion();
    }
}
