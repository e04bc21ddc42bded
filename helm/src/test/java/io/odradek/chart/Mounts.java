package io.odradek.chart;

import static io.odradek.chart.Manifests.at;
import static io.odradek.chart.Manifests.container;
import static io.odradek.chart.Manifests.map;
import static io.odradek.chart.Manifests.maps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The container of a pod on this machine: ConfigMaps and Secrets lie below a directory as the kubelet mounts them, with
 * links to a directory that is replaced as a whole, and all paths lead there.
 *
 * @param root stands for the root file system
 * @param pod whose first container it is
 */
record Mounts(Path root, Map<String, Object> pod) {
    /**
     * Mounts.
     *
     * @param manifests with the ConfigMaps
     * @param secrets content of Secrets by name and key
     */
    static Mounts of(Path root, Manifests manifests, Map<String, Object> pod, Map<String, Map<String, String>> secrets)
            throws IOException {
        Mounts mounts = new Mounts(root, pod);
        for (Map<String, Object> mount : maps(container(pod).get("volumeMounts"))) {
            Map<String, Object> volume =
                    Manifests.volume(pod, String.valueOf(mount.get("name"))).orElse(Map.of());
            Path directory = root.resolve(String.valueOf(mount.get("mountPath")).substring(1));
            if (volume.containsKey("configMap")) {
                Map<String, String> data = new TreeMap<>();
                map(manifests
                                .named(Kind.ConfigMap, (String) at(volume, "configMap.name"))
                                .get("data"))
                        .forEach((key, value) -> data.put(key, mounts.here(String.valueOf(value))));
                mount(directory, data);
            } else if (volume.containsKey("secret")) {
                Map<String, String> content =
                        Objects.requireNonNull(secrets.get(at(volume, "secret.secretName")), volume.toString());
                Map<String, String> data = new TreeMap<>();
                for (Map<String, Object> item : maps(at(volume, "secret.items"))) {
                    data.put(
                            (String) at(item, "path"),
                            Objects.requireNonNull(content.get(at(item, "key")), item.toString()));
                }
                mount(directory, data);
            } else {
                Files.createDirectories(directory);
            }
        }
        return mounts;
    }

    private static void mount(Path directory, Map<String, String> files) throws IOException {
        Path real = Files.createDirectories(directory.resolve("..2026_11_28_14_10_00.123456789"));
        Files.createSymbolicLink(directory.resolve("..data"), real.getFileName());
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(real.resolve(file.getKey()), file.getValue());
            Files.createSymbolicLink(directory.resolve(file.getKey()), Path.of("..data", file.getKey()));
        }
    }

    /** The container's arguments, with its variables put in as Kubernetes does. */
    List<String> arguments(String podName) {
        return ((List<?>) at(container(pod), "args"))
                .stream()
                        .map(argument -> here(String.valueOf(argument))
                                .replace("$(ODRADEK_INSTANCE)", podName)
                                .replace("$(POD_NAME)", podName))
                        .toList();
    }

    /** The container's variables. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        Manifests.env(container(pod)).forEach((name, value) -> environment.put(name, here(value)));
        return environment;
    }

    private String here(String text) {
        return text.replaceAll("(?<![\\w/])/(etc|var|models|data|output)(?=/|$)", root + "/$1");
    }
}
