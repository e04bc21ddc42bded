package io.odradek.quickstart.process;

import io.odradek.quickstart.console.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Ends the children when this JVM can no longer do so: after a SIGKILL, an out-of-memory kill or a halt, no shutdown hook
 * runs. A shell, started first, reads process ids from a pipe. The operating system closes the pipe with this JVM, however
 * it dies, and the shell then ends the processes it still knows. It ignores the terminal's Ctrl-C. Thread-safe.
 */
final class Watchdog implements AutoCloseable {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=
            while read -r verb pid; do
              case $verb in
                watch) pids="$pids $pid" ;;
                forget)
                  left=
                  for p in $pids; do [ "$p" = "$pid" ] || left="$left $p"; done
                  pids=$left ;;
              esac
            done
            [ -n "$pids" ] || exit 0
            kill -TERM $pids 2>/dev/null
            sleep 5
            kill -KILL $pids 2>/dev/null
            """;

    private final OutputStream pipe;

    private Watchdog(OutputStream pipe) {
        this.pipe = pipe;
    }

    static Watchdog start() {
        ProcessBuilder builder = new ProcessBuilder(List.of("/bin/sh", "-c", SCRIPT, "odradek-watchdog"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return new Watchdog(builder.start().getOutputStream());
        } catch (IOException e) {
            throw new Failure("cannot start /bin/sh: " + e.getMessage(), e);
        }
    }

    void watch(long pid) {
        write("watch " + pid);
    }

    void forget(long pid) {
        write("forget " + pid);
    }

    /** Lets it go; it ends what it still watches. */
    @Override
    public synchronized void close() {
        try {
            pipe.close();
        } catch (IOException e) {
            // It is gone: nothing to let go.
        }
    }

    private synchronized void write(String line) {
        try {
            pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException e) {
            // Someone killed the watchdog, or it was closed: the shutdown hook remains.
        }
    }
}
