package io.odradek.streamer.probe;

import ai.djl.engine.Engine;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.NativeThread;
import io.odradek.streamer.model.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** What a probe runs: admits the file on standard input, and says on standard output what became of it. */
public final class ProbeProgram {
    private ProbeProgram() {}

    /** Argument: the directory of temporary files, which is emptied as soon as may be. */
    public static void main(String[] arguments) throws InterruptedException {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("java.awt.headless", "true");
        Thread trial = NativeThread.of("odradek-probe", () -> run(Path.of(arguments[0])));
        trial.start();
        trial.join();
        // No tidying up by native code, which might fail after the verdict.
        Runtime.getRuntime().halt(0);
    }

    private static void run(Path temporary) {
        // Loads the runtime: what it was unpacked to is not needed any more, and would be left behind by a kill.
        Engine unused = Engine.getEngine("OnnxRuntime");
        Scratch.empty(temporary);
        Verdict verdict;
        try {
            byte[] file = System.in.readAllBytes();
            // Size and signature were looked at before.
            Trial.of(new AdmissionGate(Long.MAX_VALUE, TrustedKeys.NONE), file, null, null);
            verdict = new Verdict.Admitted();
        } catch (RefusedException e) {
            verdict = new Verdict.Refused(e.stage(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(verdict.line());
        System.out.flush();
    }
}
