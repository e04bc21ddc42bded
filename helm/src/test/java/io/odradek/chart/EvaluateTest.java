package io.odradek.chart;

import static io.odradek.chart.Manifests.at;
import static io.odradek.chart.Manifests.container;
import static io.odradek.chart.Manifests.env;
import static io.odradek.chart.Manifests.map;
import static io.odradek.chart.Manifests.maps;
import static io.odradek.chart.Manifests.volume;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code streamer evaluate} beside the streamers. */
class EvaluateTest {
    private static final String ON = "evaluate: {enabled: true}";
    private static final String ALLOWED = "networkPolicy: {enabled: true, httpPeers: [{podSelector: {}}]}";

    @Test
    void nothingOfItUnlessAskedFor() {
        Manifests manifests =
                Chart.render("metrics: {serviceMonitor: {enabled: true}}", "networkPolicy: {enabled: true}");

        assertThat(manifests.all())
                .extracting(m -> (String) at(m, "metadata.name"))
                .noneMatch(name -> name.contains("evaluate"));
    }

    @Test
    void itRunsWithTheStreamersImageSettingsAndSecrets() {
        Manifests manifests = Chart.render(ON, """
                kafka: {tls: {enabled: true, caSecret: {name: ca}}}
                streamer:
                  image: {tag: mine}
                  settings: {evaluate.grace: PT1H, threads: 3}
                  tokenSecret: {name: token}
                  tls: {secret: odradek-tls}
                  extraEnv: [{name: LOGIN, value: a}]
                """);
        Map<String, Object> pod = pod(manifests);

        assertThat(container(pod))
                .containsEntry("image", "odradek-streamer:mine")
                .containsEntry("name", "evaluate")
                .containsEntry("args", List.of("evaluate", "--config", "/etc/odradek/kafka/config/kafka.properties"));
        assertThat(env(container(pod)))
                .containsEntry("ODRADEK_EVALUATE_GRACE", "PT1H")
                .containsEntry("ODRADEK_THREADS", "3")
                .containsEntry("ODRADEK_HTTP_HOST", "0.0.0.0")
                .containsEntry("LOGIN", "a");
        assertThat(volume(pod, "token")).isPresent();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(at(container(pod), probe + ".httpGet.scheme")).isEqualTo("HTTPS");
        }
        assertThat(Restricted.brokenBy(pod)).isEmpty();
    }

    @Test
    void whereItRunsAndWhatItTakesIsItsOwn() {
        Manifests manifests = Chart.render("""
                evaluate:
                  enabled: true
                  replicas: 2
                  javaOpts: -Xmx300m
                  resources: {limits: {memory: 600Mi}}
                  podLabels: {team: quality}
                  nodeSelector: {pool: cheap}
                streamer:
                  javaOpts: -Xmx700m
                  podLabels: {team: vision}
                  podAnnotations: {a: b}
                  nodeSelector: {pool: fast}
                  tolerations: [{key: a, operator: Exists}]
                  priorityClassName: high
                """);
        Map<String, Object> deployment = manifests.workload("evaluate");
        Map<String, Object> pod = pod(manifests);

        assertThat(at(deployment, "spec.replicas")).isEqualTo(2);
        assertThat(map(at(deployment, "spec.template.metadata.labels"))).containsEntry("team", "quality");
        assertThat(map(at(deployment, "spec.template.metadata.annotations"))).doesNotContainKey("a");
        assertThat(env(container(pod))).containsEntry("JAVA_OPTS", "-Xmx300m");
        assertThat(at(container(pod), "resources.limits.memory")).isEqualTo("600Mi");
        assertThat(pod)
                .containsEntry("nodeSelector", Map.of("pool", "cheap"))
                .doesNotContainKeys("tolerations", "priorityClassName");
        // The streamer's stay as they are.
        assertThat(env(container(manifests.streamer()))).containsEntry("JAVA_OPTS", "-Xmx700m");
        assertThat(manifests.streamer()).containsEntry("nodeSelector", Map.of("pool", "fast"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model: {source: configMap, configMap: fashion}",
                "model: {source: volume, volume: {persistentVolumeClaim: {claimName: models}}}",
                "model: {trustedKeys: {secret: keys}}",
            })
    void itLoadsNoModel(String values) {
        Manifests manifests = Chart.render(ON, values);

        assertThat(env(container(pod(manifests)))).doesNotContainKeys("ODRADEK_MODEL_TRUSTED_KEYS");
        // It knows that no models topic is of use.
        assertThat(env(container(pod(manifests))).get("ODRADEK_MODEL_PATH"))
                .isEqualTo(env(container(manifests.streamer())).get("ODRADEK_MODEL_PATH"));
        assertThat(maps(pod(manifests).get("volumes")))
                .extracting(v -> v.get("name"))
                .containsExactly("tmp");
        assertThat(maps(manifests.streamer().get("volumes"))).hasSize(2);
    }

    @Test
    void itIsADeploymentBesideAStatefulSetTooWithoutItsClaim() {
        Manifests manifests = Chart.render(Chart.read(Chart.example("strimzi")), ON);

        assertThat(manifests.workload("evaluate")).containsEntry("kind", "Deployment");
        assertThat(container(pod(manifests)).get("args")).asString().doesNotContain("group.instance.id");
        assertThat(volume(pod(manifests), "cache").orElseThrow()).containsKey("emptyDir");
    }

    @Test
    void itsTopicsAreMadeWithTheOthersByWhoMakesTopics() {
        Manifests manifests = Chart.render(ON, "topics: {create: true}");

        assertThat(container(pod(manifests)).get("args")).isEqualTo(List.of("evaluate"));
        assertThat(container(map(at(manifests.only(Kind.Job), "spec.template.spec")))
                        .get("args"))
                .isEqualTo(List.of("topics", "create", "--evaluation"));
    }

    @Test
    void itsServiceLeadsToItAlone() {
        Manifests manifests = Chart.render(ON, "service: {port: 80}");
        Map<String, Object> service = manifests.named(Kind.Service, "odradek-evaluate");
        Map<String, Object> labels = map(at(manifests.workload("evaluate"), "spec.template.metadata.labels"));

        assertThat(labels).containsAllEntriesOf(map(at(service, "spec.selector")));
        assertThat(labels)
                .doesNotContainEntry(
                        "app.kubernetes.io/component",
                        map(at(manifests.named(Kind.Service, "odradek"), "spec.selector"))
                                .get("app.kubernetes.io/component"));
        assertThat(maps(at(service, "spec.ports")))
                .containsExactly(Map.of("name", "http", "port", 80, "targetPort", "http"));
    }

    @Test
    void itIsScrapedAsAJobOfItsOwn() {
        Manifests manifests = Chart.render(ON, "metrics: {serviceMonitor: {enabled: true, labels: {release: p}}}");
        Map<String, Object> monitor = manifests.named(Kind.ServiceMonitor, "odradek-evaluate");

        assertThat(manifests.of(Kind.ServiceMonitor)).hasSize(2);
        assertThat(map(at(monitor, "metadata.labels"))).containsEntry("release", "p");
        assertThat(map(at(manifests.named(Kind.Service, "odradek-evaluate"), "metadata.labels")))
                .containsAllEntriesOf(map(at(monitor, "spec.selector.matchLabels")))
                .containsEntry((String) at(monitor, "spec.jobLabel"), "odradek-evaluate");
    }

    @Test
    void itsNetworkIsThatOfTheStreamer() {
        Manifests manifests = Chart.render(ON, ALLOWED);
        Map<String, Object> policy = manifests.named(Kind.NetworkPolicy, "odradek-evaluate");
        Map<String, Object> streamers = manifests.named(Kind.NetworkPolicy, "odradek");

        assertThat(map(at(manifests.workload("evaluate"), "spec.template.metadata.labels")))
                .containsAllEntriesOf(map(at(policy, "spec.podSelector.matchLabels")));
        assertThat(at(policy, "spec.podSelector")).isNotEqualTo(at(streamers, "spec.podSelector"));
        for (String part : List.of("policyTypes", "ingress", "egress")) {
            assertThat(at(policy, "spec." + part)).isEqualTo(at(streamers, "spec." + part));
        }
    }

    private static Map<String, Object> pod(Manifests manifests) {
        return map(at(manifests.workload("evaluate"), "spec.template.spec"));
    }
}
