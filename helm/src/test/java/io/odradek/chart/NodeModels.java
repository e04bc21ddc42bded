package io.odradek.chart;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Manifests by the JSON schemas of Kubernetes, Prometheus' operator and KEDA, which npm packages hold. */
final class NodeModels {
    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path INSTALLED = Path.of("target", "node");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static @Nullable NodeModels installed;

    private NodeModels() {}

    /** Installs them below {@code target}, exactly as the lock file says, once for all tests. */
    static synchronized NodeModels installed() {
        if (installed == null) {
            installed = install();
        }
        return installed;
    }

    private static NodeModels install() {
        try {
            Files.createDirectories(INSTALLED);
            for (Path file : Chart.files(SOURCES, "")) {
                Files.copy(file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            need(exists("node") && exists("npm"), "node or npm is not installed");
            Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = text(npm.getInputStream());
            need(exitCode(npm) == 0, "npm cannot install the models: " + output);
            return new NodeModels();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What is wrong with each manifest, in their order. */
    List<List<String>> complaints(List<Map<String, Object>> manifests) throws IOException {
        Process node = new ProcessBuilder("node", "validate.mjs")
                .directory(INSTALLED.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = node.getOutputStream()) {
            JSON.writeValue(in, manifests);
        }
        String output = text(node.getInputStream());
        Assertions.assertEquals(0, exitCode(node), "validate.mjs failed");
        return JSON.readValue(output, new TypeReference<>() {});
    }

    private static boolean exists(String program) throws IOException {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            text(process.getInputStream());
            return exitCode(process) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void need(boolean there, String reason) {
        if (there) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(reason + ", and under CI=true no test may be skipped: run deploy/verify.sh as root");
        }
        System.err.println("Skipped: " + reason + " (deploy/verify.sh installs it)");
        Assumptions.abort(reason);
    }
}
