package io.odradek.trainer.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where figures come from: without this they mean nothing.
 *
 * @param odradek version of this project
 * @param java version and vendor
 * @param system operating system and architecture
 * @param processor its model
 * @param processors how many the JVM may use
 * @param pytorch version that trained
 * @param onnxRuntime version that measured
 * @param device that trained
 * @param threads of one operation
 */
public record Environment(
        String odradek,
        String java,
        String system,
        String processor,
        int processors,
        String pytorch,
        String onnxRuntime,
        String device,
        int threads) {
    private static final Path LINUX_PROCESSORS = Path.of("/proc/cpuinfo");

    /** This machine, now, with what the caller knows. */
    public static Environment here(String pytorch, String onnxRuntime, String device, int threads) {
        @Nullable String version = Environment.class.getPackage().getImplementationVersion();
        return new Environment(
                version == null ? "development" : version,
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                processorModel(),
                Runtime.getRuntime().availableProcessors(),
                pytorch,
                onnxRuntime,
                device,
                threads);
    }

    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Odradek", odradek);
        facts.put("Java", java);
        facts.put("system", system);
        facts.put("processor", processor);
        facts.put("processors", Html.number(processors));
        facts.put("device", device);
        facts.put("threads", Html.number(threads));
        facts.put("PyTorch", pytorch);
        facts.put("ONNX Runtime", onnxRuntime);
        return facts;
    }

    /** As Linux names it; Java does not know. */
    private static String processorModel() {
        if (!Files.isReadable(LINUX_PROCESSORS)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(LINUX_PROCESSORS, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
