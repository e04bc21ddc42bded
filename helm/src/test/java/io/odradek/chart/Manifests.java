package io.odradek.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * What Helm rendered, parsed. Immutable.
 *
 * @param all in Helm's order
 */
record Manifests(List<Map<String, Object>> all) {
    Manifests {
        all = List.copyOf(all);
    }

    static Manifests of(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Manifests(
                StreamSupport.stream(new Yaml(options).loadAll(yaml).spliterator(), false)
                        .filter(document -> document != null)
                        .map(Manifests::map)
                        .toList());
    }

    /** All of a kind. */
    List<Map<String, Object>> of(Kind kind) {
        return all.stream().filter(m -> kind.name().equals(m.get("kind"))).toList();
    }

    /** The only one of a kind. */
    Map<String, Object> only(Kind kind) {
        List<Map<String, Object>> found = of(kind);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " of kind " + kind + ", wanted one");
        }
        return found.get(0);
    }

    /** One of a kind by its name. */
    Map<String, Object> named(Kind kind, String name) {
        return of(kind).stream()
                .filter(m -> name.equals(at(m, "metadata.name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " among "
                        + of(kind).stream().map(m -> at(m, "metadata.name")).toList()));
    }

    /** Every pod that would run, as specification. */
    List<Map<String, Object>> pods() {
        List<Map<String, Object>> pods = new ArrayList<>();
        for (Map<String, Object> manifest : all) {
            podPath(String.valueOf(manifest.get("kind"))).ifPresent(path -> pods.add(map(at(manifest, path))));
        }
        return pods;
    }

    /** The streamer's pod. */
    Map<String, Object> streamer() {
        return map(at(workload("streamer"), "spec.template.spec"));
    }

    /** The Deployment or StatefulSet of a component. */
    Map<String, Object> workload(String component) {
        List<Map<String, Object>> found = Stream.concat(of(Kind.Deployment).stream(), of(Kind.StatefulSet).stream())
                .filter(m -> component.equals(map(at(m, "metadata.labels")).get("app.kubernetes.io/component")))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " workloads of component " + component + ", wanted one");
        }
        return found.get(0);
    }

    /** The first container of a pod. */
    static Map<String, Object> container(Map<String, Object> pod) {
        return maps(pod.get("containers")).get(0);
    }

    /** Values of a container's variables; those from elsewhere are left out. */
    static Map<String, String> env(Map<String, Object> container) {
        Map<String, String> env = new java.util.TreeMap<>();
        for (Map<String, Object> variable : maps(container.get("env"))) {
            if (variable.containsKey("value")) {
                env.put(String.valueOf(variable.get("name")), (String) variable.get("value"));
            }
        }
        return env;
    }

    /** The volume of a pod with this name. */
    static Optional<Map<String, Object>> volume(Map<String, Object> pod, String name) {
        return maps(pod.get("volumes")).stream()
                .filter(v -> name.equals(v.get("name")))
                .findFirst();
    }

    /** What stands at a path of keys, which must be there. */
    static Object at(Map<String, Object> manifest, String path) {
        Object value = manifest;
        for (String key : path.split("\\.", -1)) {
            value = map(value).get(key);
            if (value == null) {
                throw new AssertionError("nothing at " + key + " of " + path);
            }
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@org.jspecify.annotations.Nullable Object value) {
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        throw new AssertionError("no map: " + value);
    }

    /** A list of maps; none where there is nothing. */
    static List<Map<String, Object>> maps(@org.jspecify.annotations.Nullable Object value) {
        return value == null
                ? List.of()
                : ((List<?>) value).stream().map(Manifests::map).toList();
    }

    private static Optional<String> podPath(String kind) {
        return switch (kind) {
            case "Pod" -> Optional.of("spec");
            case "Deployment", "StatefulSet", "Job" -> Optional.of("spec.template.spec");
            case "CronJob" -> Optional.of("spec.jobTemplate.spec.template.spec");
            default -> Optional.empty();
        };
    }
}
