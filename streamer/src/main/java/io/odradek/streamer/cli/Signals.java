package io.odradek.streamer.cli;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Ctrl-C and SIGTERM. Not a shutdown hook: ONNX Runtime has one too, which runs at the same time and frees what stream
 * threads are still using, and that can abort the JVM. The signal class is reached by reflection because javac warns
 * about naming it, without a way to silence the warning.
 */
final class Signals {
    private static final Map<String, Integer> CODES = Map.of(
            "HUP", ExitCode.HUNG_UP.code(), "INT", ExitCode.INTERRUPTED.code(), "TERM", ExitCode.TERMINATED.code());

    private Signals() {}

    /**
     * Runs {@code stop} at the first signal and then ends the process with the signal's {@link ExitCode}; a second signal
     * ends it at once.
     *
     * @param stop returns whether all threads have ended
     * @return the exit code of the signal that came, or 0
     */
    static IntSupplier handle(BooleanSupplier stop) {
        AtomicInteger exitCode = new AtomicInteger();
        CODES.forEach((name, code) -> install(name, () -> {
            boolean first = exitCode.compareAndSet(0, code);
            end(code, first && stop.getAsBoolean());
        }));
        return exitCode::get;
    }

    /**
     * Ends the process.
     *
     * @param clean whether shutdown hooks may run: they delete temporary files, and free what a thread that is still
     *     alive would use
     */
    static void end(int exitCode, boolean clean) {
        if (clean) {
            System.exit(exitCode);
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(exitCode);
    }

    private static void install(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // No such signal here (HUP on Windows), or it is ignored on purpose (nohup): the JVM's way remains.
        }
    }
}
