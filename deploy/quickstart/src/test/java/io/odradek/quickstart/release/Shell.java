package io.odradek.quickstart.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One run of a program, to its end. */
record Shell(int status, String output) {
    /** Runs it in {@code dir} with more variables; {@code output} is all that it printed, errors too. */
    static Shell run(Path dir, Map<String, String> environment, List<String> words) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(dir.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Shell(process.waitFor(), output);
    }

    /** Runs it and returns what it printed; it has to succeed. */
    static String output(Path dir, String... words) throws Exception {
        Shell run = run(dir, Map.of(), List.of(words));
        if (run.status() != 0) {
            throw new IOException(String.join(" ", words) + " ended with status " + run.status() + ": " + run.output());
        }
        return run.output();
    }
}
