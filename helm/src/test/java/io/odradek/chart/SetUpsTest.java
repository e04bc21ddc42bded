package io.odradek.chart;

import static io.odradek.chart.Manifests.at;
import static io.odradek.chart.Manifests.container;
import static io.odradek.chart.Manifests.map;
import static io.odradek.chart.Manifests.maps;
import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What must hold for every set-up, and for values of older charts, on every Kubernetes. */
class SetUpsTest {
    /** By file of values and version of Kubernetes. */
    private static final Map<String, Manifests> RENDERED = new HashMap<>();

    @BeforeAll
    static void render() {
        for (Path values :
                Stream.concat(Chart.cases().stream(), Chart.previous().stream()).toList()) {
            for (String version : Chart.VERSIONS) {
                RENDERED.put(values.getFileName() + " on " + version, Chart.render(version, List.of(values)));
            }
        }
    }

    static Stream<Path> values() {
        return Stream.concat(Chart.cases().stream(), Chart.previous().stream());
    }

    @Test
    void areSixAndThoseOfOlderCharts() {
        assertThat(Chart.cases()).hasSize(6);
        assertThat(Chart.previous()).isNotEmpty();
        assertThat(RENDERED)
                .hasSize((6 + Chart.previous().size()) * 6)
                .allSatisfy((name, manifests) ->
                        assertThat(manifests.pods()).as(name).hasSizeBetween(2, 4));
    }

    @Test
    void areTheSameOnEveryKubernetes() {
        for (Path values : values().toList()) {
            assertThat(Chart.VERSIONS.stream()
                            .map(version -> RENDERED.get(values.getFileName() + " on " + version))
                            .distinct())
                    .as(values.toString())
                    .hasSize(1);
        }
    }

    @Test
    void areValidByTheJavaModels() {
        RENDERED.forEach((name, manifests) -> assertThat(manifests.all())
                .as(name)
                .allSatisfy(
                        manifest -> assertThat(JavaModels.complaint(manifest)).isEmpty()));
    }

    @Test
    void areValidByTheSchemasOfKubernetesPrometheusOperatorAndKeda() throws IOException {
        List<Map<String, Object>> all = RENDERED.values().stream()
                .flatMap(m -> m.all().stream())
                .distinct()
                .toList();

        List<List<String>> complaints = NodeModels.installed().complaints(all);

        assertThat(complaints)
                .hasSameSizeAs(all)
                .allSatisfy(each -> assertThat(each).isEmpty());
        assertThat(all.stream()
                        .map(m -> Kind.valueOf(String.valueOf(m.get("kind"))))
                        .distinct())
                .contains(Kind.ScaledObject, Kind.TriggerAuthentication, Kind.ServiceMonitor, Kind.PrometheusRule);
    }

    @Test
    void keepToTheRestrictedPodSecurityStandard() {
        RENDERED.forEach((name, manifests) -> assertThat(manifests.pods())
                .as(name)
                .allSatisfy(pod -> assertThat(Restricted.brokenBy(pod)).isEmpty()));
    }

    @Test
    void haveAReadOnlyRootFileSystemAndNoTokenOfKubernetes() {
        RENDERED.forEach((name, manifests) -> {
            assertThat(manifests.pods()).as(name).allSatisfy(pod -> {
                assertThat(pod)
                        .containsEntry("automountServiceAccountToken", false)
                        .containsEntry("enableServiceLinks", false);
                assertThat(new Restricted.Pod(pod).containers())
                        .allSatisfy(c -> assertThat(at(c, "securityContext.readOnlyRootFilesystem"))
                                .isEqualTo(true));
            });
            assertThat(manifests.only(Kind.ServiceAccount)).containsEntry("automountServiceAccountToken", false);
        });
    }

    @Test
    void haveOnlyVolumesThatAreMountedAndMountOnlyVolumesThatAreThere() {
        RENDERED.forEach((name, manifests) -> assertThat(manifests.pods())
                .as(name)
                .allSatisfy(pod -> {
                    Set<Object> mounted = new HashSet<>();
                    for (Map<String, Object> container : new Restricted.Pod(pod).containers()) {
                        List<Object> paths = maps(container.get("volumeMounts")).stream()
                                .map(m -> m.get("mountPath"))
                                .toList();
                        assertThat(paths).doesNotHaveDuplicates();
                        maps(container.get("volumeMounts")).forEach(m -> mounted.add(m.get("name")));
                        assertThat(maps(container.get("env")).stream().map(e -> e.get("name")))
                                .doesNotHaveDuplicates();
                    }
                    List<Object> volumes = new ArrayList<>(maps(pod.get("volumes")).stream()
                            .map(v -> v.get("name"))
                            .toList());
                    if (pod.equals(manifests.streamer())
                            && !manifests.of(Kind.StatefulSet).isEmpty()) {
                        maps(map(manifests.only(Kind.StatefulSet).get("spec")).get("volumeClaimTemplates"))
                                .forEach(claim -> volumes.add(at(claim, "metadata.name")));
                    }
                    assertThat(volumes).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(mounted);
                }));
    }

    @Test
    void haveNoSecretInAConfigMap() {
        assertThat(RENDERED)
                .anySatisfy((name, manifests) -> assertThat(files(manifests)).isNotEmpty());
        RENDERED.forEach((name, manifests) -> assertThat(files(manifests))
                .as(name)
                .allSatisfy(file -> assertThat(file).allSatisfy((key, value) -> {
                    if (key.matches(".*(password|keystore.key|certificate.chain)$")) {
                        assertThat(value).matches("\\$\\{secret:/etc/odradek/kafka/[a-z]+:[^}]+}");
                    }
                    if (key.endsWith("jaas.config")) {
                        assertThat(value).matches(".* username=\"[^\"]+\" password=\"\\$\\{secret:[^}]+}\";");
                    }
                })));
    }

    /** Kafka's properties of every ConfigMap that has such a file. */
    private static List<Map<String, String>> files(Manifests manifests) {
        List<Map<String, String>> files = new ArrayList<>();
        for (Map<String, Object> configMap : manifests.of(Kind.ConfigMap)) {
            Object file = map(configMap.get("data")).get("kafka.properties");
            if (file != null) {
                files.add(KafkaSettingsTest.properties((String) file));
            }
        }
        return files;
    }

    @Test
    void selectTheStreamersPodsAndNoOthers() {
        RENDERED.forEach((name, manifests) -> {
            Map<String, Object> selector = map(at(manifests.of(Kind.Service).get(0), "spec.selector"));
            assertThat(selector).containsEntry("app.kubernetes.io/component", "streamer");
            for (Kind kind : List.of(Kind.PodDisruptionBudget, Kind.NetworkPolicy)) {
                String path = kind == Kind.NetworkPolicy ? "spec.podSelector.matchLabels" : "spec.selector.matchLabels";
                manifests.of(kind).stream()
                        .filter(m -> "odradek".equals(at(m, "metadata.name")))
                        .forEach(m -> assertThat(at(m, path)).as(name).isEqualTo(selector));
            }
            assertThat(map(at(manifests.workload("streamer"), "spec.template.metadata.labels")))
                    .containsAllEntriesOf(selector);
            for (Kind kind : List.of(Kind.Job, Kind.CronJob)) {
                String path = (kind == Kind.CronJob ? "spec.jobTemplate." : "") + "spec.template.metadata.labels";
                manifests
                        .of(kind)
                        .forEach(m -> assertThat(map(at(m, path)).get("app.kubernetes.io/component"))
                                .isIn("trainer", "topics"));
            }
        });
    }

    @Test
    void setMemoryLimitsAndEndWithTheReason() {
        RENDERED.forEach((name, manifests) -> assertThat(manifests.pods())
                .as(name)
                .allSatisfy(pod -> {
                    assertThat(at(container(pod), "resources.limits.memory")).isNotNull();
                    assertThat(container(pod)).containsEntry("terminationMessagePolicy", "FallbackToLogsOnError");
                }));
    }

    @ParameterizedTest
    @MethodSource("values")
    void passHelmsStrictLint(Path values, @TempDir Path dir) throws IOException {
        Path chart = copyWith(values, dir.resolve("odradek"));

        LintResult result = new Helm(chart).lint().strict().call();

        assertThat(result.getMessages()).noneMatch(m -> m.contains("[WARNING]") || m.contains("[ERROR]"));
        assertThat(result.isFailed()).isFalse();
    }

    @Test
    void strictLintFindsWhatIsWrong(@TempDir Path dir) throws IOException {
        Path chart = copyWith(Chart.example("minimal"), dir.resolve("odradek"));
        Files.writeString(chart.resolve("templates/wrong.yaml"), "kind: {{ .Values.nothing.here }}\n");

        assertThat(new Helm(chart).lint().strict().call().isFailed()).isTrue();
    }

    /** Helm lints with the chart's own values alone, so these are put over them. */
    private static Path copyWith(Path values, Path target) throws IOException {
        Chart.copyTo(target);
        Map<String, Object> all = new HashMap<>(Chart.defaults());
        merge(all, Chart.yaml(values));
        Files.writeString(target.resolve("values.yaml"), new Yaml().dump(all));
        return target;
    }

    private static void merge(Map<String, Object> into, Map<String, Object> values) {
        values.forEach((key, value) -> {
            if (value instanceof Map && into.get(key) instanceof Map) {
                Map<String, Object> child = new HashMap<>(map(into.get(key)));
                merge(child, map(value));
                into.put(key, child);
            } else {
                into.put(key, value);
            }
        });
    }
}
