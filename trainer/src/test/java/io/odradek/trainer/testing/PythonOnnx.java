package io.odradek.trainer.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The ONNX project's own checker, from Debian's python3-onnx. */
public final class PythonOnnx {
    private static final String SCRIPT = """
            import onnx, sys
            for file in sys.argv[1:]:
                try:
                    onnx.checker.check_model(onnx.load(file), full_check=True)
                except Exception as e:
                    print(file, ": ", e, sep="")
            """;

    private PythonOnnx() {}

    /** What the full check, shapes and types included, has against the files; empty: nothing. */
    public static String complaints(List<Path> files) {
        return run(SCRIPT, files);
    }

    /** What a script prints that was given these files. */
    public static String run(String script, List<Path> files) {
        // Debian's own first: another Python on the PATH does not see Debian's packages.
        String python = Stream.of("/usr/bin/python3", "python3")
                .filter(program -> run(List.of(program, "-c", "import onnx")).code() == 0)
                .findFirst()
                .orElse("");
        Requirement.need(!python.isEmpty(), "python3-onnx is not installed (deploy/verify.sh installs it)");
        Result result = run(
                Stream.concat(Stream.of(python, "-c", script), files.stream().map(Path::toString))
                        .toList());
        return result.code() == 0 ? result.output() : "exit code " + result.code() + ": " + result.output();
    }

    private record Result(int code, String output) {}

    private static Result run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
