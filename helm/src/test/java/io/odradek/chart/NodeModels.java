package io.odradek.chart;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Manifests by the JSON schemas of Kubernetes, Prometheus' operator and KEDA, which npm packages hold. */
final class NodeModels {
    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path INSTALLED = Path.of("target", "node");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static @Nullable NodeModels installed;

    private NodeModels() {}

    /** Installs them below {@code target}, exactly as the lock file says, once for all tests. */
    static synchronized NodeModels installed() throws IOException {
        if (installed == null) {
            Tool.need("node", "--version");
            Tool.need("npm", "--version");
            Files.createDirectories(INSTALLED);
            for (Path file : Chart.files(SOURCES, "")) {
                Files.copy(file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            Tool.Result npm =
                    Tool.run(INSTALLED, Map.of(), List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
            Tool.need(npm.exitCode() == 0, "npm cannot install the models: " + npm.output());
            installed = new NodeModels();
        }
        return installed;
    }

    /** What is wrong with each manifest, in their order. */
    List<List<String>> complaints(List<Map<String, Object>> manifests) throws IOException {
        Path file = Files.createTempFile(INSTALLED, "manifests", ".json");
        JSON.writeValue(file.toFile(), manifests);
        String output = Tool.run(
                        INSTALLED,
                        Map.of(),
                        List.of("node", "validate.mjs", file.getFileName().toString()))
                .succeeded();
        return JSON.readValue(output, new TypeReference<>() {});
    }
}
