package io.odradek.containers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

/** The engine, and the images that the tests run on it, built once of what is in the modules' {@code target}. */
final class Engine {
    static final String STREAMER = "odradek-streamer:test";
    static final String TRAINER = "odradek-trainer:test";
    static final String KAFKA = "odradek-stand-in/kafka:latest";
    static final Path FASHION_MNIST = Path.of("/usr/share/datasets/fashion-mnist");

    private static boolean built;

    private Engine() {}

    /** Without an engine the test is skipped, on the build server it fails. */
    static synchronized void ready() {
        need(
                DockerClientFactory.instance().isDockerAvailable(),
                "no container engine answers: start one, as with eval \"$(deploy/docker/engine.sh start)\"");
        need(
                Files.exists(FASHION_MNIST.resolve("t10k-labels-idx1-ubyte.gz")),
                "Debian's dataset-fashion-mnist is not installed");
        for (String tool : List.of("mmdebstrap", "prometheus", "prometheus-alertmanager", "kcat")) {
            need(isOnPath(tool), tool + " is not installed");
        }
        if (!built) {
            Shell.run(List.of("deploy/docker/stand-ins.sh"));
            Shell.run(List.of("deploy/docker/build.sh", "--stand-ins", "--tag", "test"));
            built = true;
        }
    }

    static void need(boolean met, String reason) {
        if (met) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail("CI=true, and " + reason + ": run deploy/verify.sh as root");
        }
        System.err.println("Skipped: " + reason + " (deploy/verify.sh installs it)");
        Assumptions.abort(reason);
    }

    static boolean isOnPath(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }

    /** What docker's command says. */
    static String docker(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return Shell.run(command);
    }
}
