package io.odradek.streamer.cli;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and SIGTERM. Not a shutdown hook: ONNX Runtime has one too, which runs at the same time and frees what stream
 * threads are still using, and that can abort the JVM. The signal class is reached by reflection because javac warns
 * about naming it, without a way to silence the warning.
 */
final class Signals {
    private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
    private static final int EXIT_CODE_BASE = 128;

    private Signals() {}

    /**
     * Runs {@code stop} at the first signal and then ends the process with 128 plus the signal's number; a second signal
     * ends it at once.
     */
    static void handle(Runnable stop) {
        AtomicBoolean stopping = new AtomicBoolean();
        NUMBERS.forEach((name, number) -> install(name, () -> {
            if (stopping.compareAndSet(false, true)) {
                stop.run();
            }
            end(EXIT_CODE_BASE + number);
        }));
    }

    /** Ends the process without shutdown hooks, for the reason above. */
    static void end(int exitCode) {
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
