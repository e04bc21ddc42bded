package io.odradek.chart;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** The chart, as Helm reads it. Stateless. */
final class Chart {
    static final Path DIRECTORY = Path.of("odradek");

    /** Of Kubernetes, each of which must take what is rendered. */
    static final List<String> VERSIONS = List.of("1.29.0", "1.30.0", "1.31.0", "1.32.0", "1.33.0", "1.34.0");

    static final String NAMESPACE = "images";
    /** Holds the chart's name, so it is the name of everything. */
    static final String RELEASE = "odradek";

    /** What Helm takes for a hook, and the name that it has in the copy. */
    private static final String HOOK = "helm.sh/hook";

    private static final String SHOWN_HOOK = "shown.example.com/hook";

    /** What is asked of the cluster, and the answer where there is nothing yet. */
    private static final String QUESTION =
            "lookup \"apps/v1\" $values.kind .Release.Namespace (include \"odradek.fullname\" .)";

    private static final String NOTHING = "fromYaml \"\"";

    private static @Nullable Path copy;

    private Chart() {}

    /**
     * A copy of the chart in which hooks are ordinary manifests: Helm's Java binding leaves hooks out of what it renders.
     * {@link #render} gives them their names back. It would also ask a cluster, so its question is replaced by an answer.
     */
    private static synchronized Path withHooksShown() {
        if (copy == null) {
            copy = changed("templates", text -> text.replace(HOOK, SHOWN_HOOK).replace(QUESTION, NOTHING));
        }
        return copy;
    }

    /** Another copy, with the files below a path changed. */
    private static Path changed(String below, UnaryOperator<String> change) {
        try {
            Path made = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "chart");
            copyTo(copy == null ? DIRECTORY : copy, made);
            try (Stream<Path> files = Files.walk(made.resolve(below))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.writeString(file, change.apply(Files.readString(file)));
                }
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies the chart, with the files that its links lead to. */
    static Path copyTo(Path target) throws IOException {
        return copyTo(DIRECTORY, target);
    }

    private static Path copyTo(Path chart, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(chart, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.toList()) {
                Path made = target.resolve(chart.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(made);
                } else {
                    Files.copy(file, made);
                }
            }
        }
        return target;
    }

    /** The set-ups that users begin with. */
    static List<Path> cases() {
        return files(DIRECTORY.resolve("ci"), "-values.yaml");
    }

    /** One of them. */
    static Path example(String name) {
        return DIRECTORY.resolve("ci").resolve(name + "-values.yaml");
    }

    /** What older charts took. */
    static List<Path> previous() {
        return files(DIRECTORY.resolve("ci/previous"), "-values.yaml");
    }

    /** Renders for the newest Kubernetes, with the least that is needed and more values as YAML. */
    static Manifests render(String... values) {
        return render(withHooksShown(), values);
    }

    /** The same by a chart of another version. */
    static Manifests renderAs(String version, String appVersion, String... values) {
        withHooksShown();
        Path chart = changed(
                "Chart.yaml",
                text -> text.replaceAll("(?m)^version: .*", "version: " + version)
                        .replaceAll("(?m)^appVersion: .*", "appVersion: " + appVersion));
        return render(chart, values);
    }

    /** The same where the cluster has as many instances already. */
    static Manifests renderWhereThereAre(int replicas, String... values) {
        withHooksShown();
        Path chart = changed(
                "templates/streamer.yaml",
                text -> text.replace(NOTHING, "fromYaml \"spec: {replicas: %d}\"".formatted(replicas)));
        return render(chart, values);
    }

    private static Manifests render(Path chart, String... values) {
        return render(
                chart,
                VERSIONS.get(VERSIONS.size() - 1),
                Stream.concat(Stream.of(example("minimal")), Stream.of(values).map(Chart::temporary))
                        .toList());
    }

    /** Renders files of values, later ones over earlier ones. @throws IllegalStateException with Helm's words */
    static Manifests render(String kubernetes, List<Path> values) {
        return render(withHooksShown(), kubernetes, values);
    }

    private static Manifests render(Path chart, String kubernetes, List<Path> values) {
        var template = new Helm(chart)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(kubernetes);
        values.forEach(template::withValuesFile);
        return Manifests.of(template.call().replace(SHOWN_HOOK, HOOK));
    }

    /** What {@code helm install} prints at its end. */
    static String notes(String... values) {
        var install = new Helm(DIRECTORY)
                .install()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(VERSIONS.get(0))
                .clientOnly()
                .withDryRunOption(DryRun.CLIENT)
                .withValuesFile(example("minimal"));
        Stream.of(values).map(Chart::temporary).forEach(install::withValuesFile);
        String output = install.call().getOutput();
        return output.substring(output.indexOf("NOTES:"));
    }

    /** The values that nobody has set. */
    static Map<String, Object> defaults() {
        return yaml(DIRECTORY.resolve("values.yaml"));
    }

    static Map<String, Object> yaml(Path file) {
        return new Yaml().load(read(file));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> files(Path directory, String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary(String values) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
