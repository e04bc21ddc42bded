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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The streamer's pods, and how they come and go. */
class StreamerTest {
    @Test
    void itsVariablesAreItsSettings() {
        Manifests manifests =
                Chart.render("streamer: {settings: {image.max.bytes: 16777216, breaker.share: 0.5, tracing: otlp}}");

        assertThat(env(container(manifests.streamer())))
                .containsEntry("ODRADEK_IMAGE_MAX_BYTES", "16777216")
                .containsEntry("ODRADEK_BREAKER_SHARE", "0.5")
                .containsEntry("ODRADEK_TRACING", "otlp")
                .containsEntry("ODRADEK_THREADS", "2")
                .containsEntry("ODRADEK_HTTP_HOST", "0.0.0.0")
                .doesNotContainKeys("ODRADEK_MODEL_PATH", "ODRADEK_MODEL_CACHE_DIR", "JAVA_OPTS");
        assertThat(maps(container(manifests.streamer()).get("env")).get(0))
                .isEqualTo(Map.of(
                        "name",
                        "ODRADEK_INSTANCE",
                        "valueFrom",
                        Map.of("fieldRef", Map.of("fieldPath", "metadata.name"))));
    }

    @ParameterizedTest
    @CsvSource({"25, 40", "1, 16", "300, 315"})
    void itMayTakeLongerToStopThanItsSettingSays(int shutdown, int grace) {
        assertThat(Chart.render("streamer: {settings: {shutdown.seconds: " + shutdown + "}}")
                        .streamer())
                .containsEntry("terminationGracePeriodSeconds", grace);
    }

    @Test
    void itMayTakeLongerToStopThanTheDefault() {
        assertThat(Chart.render().streamer()).containsEntry("terminationGracePeriodSeconds", 40);
    }

    @Test
    void rebalancesAreAliveAndAStartMayTakeLong() {
        Map<String, Object> container = container(Chart.render().streamer());

        assertThat(at(container, "startupProbe.httpGet.path")).isEqualTo("/health/live");
        assertThat(at(container, "livenessProbe.httpGet.path")).isEqualTo("/health/live");
        assertThat(at(container, "readinessProbe.httpGet.path")).isEqualTo("/health/ready");
        assertThat(patience(container, "startupProbe")).isEqualTo(300);
        assertThat(patience(container, "livenessProbe")).isBetween(20, 60);
        assertThat(patience(container, "readinessProbe")).isBetween(10, 20);
        // Visitors that hold the port delay an answer by up to 4 s.
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat((int) at(container, probe + ".timeoutSeconds")).isGreaterThan(4);
        }
    }

    private static int patience(Map<String, Object> container, String probe) {
        return (int) at(container, probe + ".periodSeconds") * (int) at(container, probe + ".failureThreshold");
    }

    @Test
    void theStartMayBeGivenMoreTime() {
        assertThat(patience(
                        container(
                                Chart.render("streamer: {startupSeconds: 601}").streamer()),
                        "startupProbe"))
                .isEqualTo(605);
    }

    @Test
    void aDeploymentNeverHasLessThanItsReplicas() {
        Map<String, Object> deployment = Chart.render("streamer: {replicas: 3}").only(Kind.Deployment);

        assertThat(at(deployment, "spec.replicas")).isEqualTo(3);
        assertThat(at(deployment, "spec.strategy.rollingUpdate")).isEqualTo(Map.of("maxSurge", 1, "maxUnavailable", 0));
    }

    @Test
    void allInstancesMayChangeAtOnce() {
        assertThat(at(Chart.render("streamer: {update: Recreate}").only(Kind.Deployment), "spec.strategy"))
                .isEqualTo(Map.of("type", "Recreate"));
    }

    @Test
    void aStatefulSetHasNamesThatStayInItsGroup() {
        Manifests manifests = Chart.render("streamer: {kind: StatefulSet}");

        assertThat(manifests.of(Kind.Deployment)).isEmpty();
        Map<String, Object> set = manifests.only(Kind.StatefulSet);
        assertThat(at(set, "spec.podManagementPolicy")).isEqualTo("Parallel");
        Map<String, Object> peers = manifests.named(Kind.Service, (String) at(set, "spec.serviceName"));
        assertThat(at(peers, "spec.clusterIP")).isEqualTo("None");
        assertThat(container(manifests.streamer()).get("args"))
                .isEqualTo(List.of("run", "-K", "consumer.group.instance.id=$(ODRADEK_INSTANCE)"));
        // Two Services with the labels of one would be scraped twice.
        assertThat(map(at(peers, "metadata.labels")).get("app.kubernetes.io/component"))
                .isNotEqualTo("streamer");
    }

    @Test
    void staticMembershipIsAChoice() {
        assertThat(container(Chart.render("streamer: {kind: StatefulSet, staticMembership: false}")
                                .streamer())
                        .get("args"))
                .isEqualTo(List.of("run"));
    }

    @Test
    void oneAtATimeMayBeEvictedAlsoTheOnlyOneAndOneThatIsNotReady() {
        Map<String, Object> budget = Chart.render("streamer: {replicas: 1}").only(Kind.PodDisruptionBudget);

        assertThat(at(budget, "spec.maxUnavailable")).isEqualTo(1);
        assertThat(map(budget.get("spec"))).doesNotContainKey("minAvailable");
        assertThat(at(budget, "spec.unhealthyPodEvictionPolicy")).isEqualTo("AlwaysAllow");
        assertThat(Chart.render("podDisruptionBudget: {enabled: false}").of(Kind.PodDisruptionBudget))
                .isEmpty();
    }

    @Test
    void instancesSpreadOverZonesAndNodesWherePossible() {
        assertThat(maps(Chart.render().streamer().get("topologySpreadConstraints")))
                .extracting(c -> c.get("topologyKey"), c -> c.get("whenUnsatisfiable"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("topology.kubernetes.io/zone", "ScheduleAnyway"),
                        org.assertj.core.groups.Tuple.tuple("kubernetes.io/hostname", "ScheduleAnyway"));
        assertThat(Chart.render("streamer: {topologySpread: false}").streamer())
                .doesNotContainKey("topologySpreadConstraints");
    }

    @Test
    void aModelInAVolumeIsWatchedAndNotWritten() {
        Map<String, Object> pod = Chart.render(
                        "model: {source: volume, path: pets/model.onnx, volume: {persistentVolumeClaim: {claimName: models}}}")
                .streamer();

        assertThat(env(container(pod))).containsEntry("ODRADEK_MODEL_PATH", "/models/pets/model.onnx");
        assertThat(mount(pod, "model")).containsEntry("readOnly", true).containsEntry("mountPath", "/models");
        assertThat(at(volume(pod, "model").orElseThrow(), "persistentVolumeClaim.claimName"))
                .isEqualTo("models");
    }

    @Test
    void aModelInAConfigMapIsWatched() {
        Map<String, Object> pod =
                Chart.render("model: {source: configMap, configMap: fashion}").streamer();

        assertThat(env(container(pod))).containsEntry("ODRADEK_MODEL_PATH", "/models");
        assertThat(at(volume(pod, "model").orElseThrow(), "configMap.name")).isEqualTo("fashion");
        // With a subPath a changed ConfigMap would never be seen.
        assertThat(mount(pod, "model")).doesNotContainKey("subPath");
    }

    @Test
    void referencesAreKeptInAVolumeThatCannotFillTheNode() {
        String allow = "streamer: {settings: {model.uri.allow: 'https://example.com/'}}\n";
        Map<String, Object> pod =
                Chart.render(allow + "model: {cache: {sizeLimit: 3Gi}}").streamer();

        assertThat(env(container(pod))).containsEntry("ODRADEK_MODEL_CACHE_DIR", "/var/cache/odradek/models");
        assertThat(volume(pod, "cache").orElseThrow().get("emptyDir")).isEqualTo(Map.of("sizeLimit", "3Gi"));
        assertThat(mount(pod, "cache")).doesNotContainKey("readOnly");
        assertThat(volume(pod, "tmp").orElseThrow().get("emptyDir")).isEqualTo(Map.of("sizeLimit", "1Gi"));
    }

    @Test
    void aClaimForEachInstanceKeepsThemBeyondThePod() {
        Manifests manifests = Chart.render(Chart.read(Chart.example("strimzi")));

        assertThat(volume(manifests.streamer(), "cache")).isEmpty();
        assertThat(at(
                        maps(at(manifests.only(Kind.StatefulSet), "spec.volumeClaimTemplates"))
                                .get(0),
                        "metadata.name"))
                .isEqualTo("cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "configMap"})
    void onlyModelsThatTheseKeysHaveSigned(String kind) {
        Map<String, Object> pod = Chart.render("model: {trustedKeys: {" + kind + ": keys, key: a.pem}}")
                .streamer();

        assertThat(env(container(pod))).containsEntry("ODRADEK_MODEL_TRUSTED_KEYS", "/etc/odradek/trusted-keys/a.pem");
        assertThat(volume(pod, "trusted-keys").orElseThrow()).containsKey(kind);
        assertThat(mount(pod, "trusted-keys")).containsEntry("readOnly", true);
    }

    @Test
    void theTokenIsAFileAndNoVariable() {
        Map<String, Object> pod = Chart.render("streamer: {tokenSecret: {name: token, key: value}}")
                .streamer();

        assertThat(env(container(pod))).containsEntry("ODRADEK_HTTP_TOKEN_FILE", "/etc/odradek/token/value");
        assertThat(at(volume(pod, "token").orElseThrow(), "secret.secretName")).isEqualTo("token");
    }

    @Test
    void theHttpPortSpeaksTlsWithTheSecretAndProbesDoToo() {
        Map<String, Object> pod = Chart.render("streamer: {tls: {secret: odradek-tls, clients: true}}")
                .streamer();

        assertThat(env(container(pod)))
                .containsEntry("ODRADEK_HTTP_TLS_CERTIFICATE_FILE", "/etc/odradek/tls/tls.crt")
                .containsEntry("ODRADEK_HTTP_TLS_KEY_FILE", "/etc/odradek/tls/tls.key")
                .containsEntry("ODRADEK_HTTP_TLS_CLIENTS_FILE", "/etc/odradek/tls/ca.crt");
        assertThat(at(volume(pod, "tls").orElseThrow(), "secret.secretName")).isEqualTo("odradek-tls");
        assertThat(mount(pod, "tls")).containsEntry("readOnly", true);
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(at(container(pod), probe + ".httpGet.scheme")).isEqualTo("HTTPS");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', odradek-streamer:0.1.0",
        "'{streamer: {image: {tag: 9.9}}}', odradek-streamer:9.9",
        "'{imageRegistry: example.com:5000/x/, streamer: {image: {tag: a}}}', example.com:5000/x/odradek-streamer:a",
    })
    void imagesComeFromWhereTheyAreSaidToBe(String values, String image) {
        assertThat(container(Chart.render(values.replace("9.9", "'9.9'")).streamer())
                        .get("image"))
                .isEqualTo(image);
    }

    @Test
    void aDigestWinsOverATag() {
        String digest = "sha256:" + "ab".repeat(32);

        assertThat(container(Chart.render("streamer: {image: {tag: a, digest: '" + digest + "'}}")
                                .streamer())
                        .get("image"))
                .isEqualTo("odradek-streamer@" + digest);
    }

    @Test
    void everyPodFetchesImagesWithTheSecretsThatAreNamed() {
        assertThat(Chart.render(
                                "imagePullSecrets: [{name: mirror}]",
                                "{topics: {create: true}, trainer: {job: {enabled: true}, data: {fetch: true}}}")
                        .pods())
                .hasSize(4)
                .allSatisfy(
                        pod -> assertThat(pod.get("imagePullSecrets")).isEqualTo(List.of(Map.of("name", "mirror"))));
    }

    @Test
    void usersOfTheClustersChoiceAreLeftToIt() {
        assertThat(map(Chart.render("podSecurityContext: {runAsUser: null, runAsGroup: null, fsGroup: null}")
                        .streamer()
                        .get("securityContext")))
                .containsEntry("runAsNonRoot", true)
                .doesNotContainKeys("runAsUser", "runAsGroup", "fsGroup");
    }

    @Test
    void moreOfEverythingMayBeAdded() {
        Map<String, Object> pod = Chart.render("""
                        streamer:
                          javaOpts: -Xmx700m
                          extraEnv: [{name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "http://otel:4318"}]
                          extraEnvFrom: [{secretRef: {name: more}}]
                          extraVolumes: [{name: trust, secret: {secretName: trust}}]
                          extraVolumeMounts: [{name: trust, mountPath: /trust}]
                          podLabels: {team: vision}
                          nodeSelector: {pool: cpu}
                          tolerations: [{key: a, operator: Exists}]
                          priorityClassName: high
                          affinity: {nodeAffinity: {}}
                        """).streamer();

        assertThat(env(container(pod)))
                .containsEntry("JAVA_OPTS", "-Xmx700m")
                .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel:4318");
        assertThat(container(pod).get("envFrom")).isEqualTo(List.of(Map.of("secretRef", Map.of("name", "more"))));
        assertThat(mount(pod, "trust")).containsEntry("mountPath", "/trust");
        assertThat(pod)
                .containsEntry("nodeSelector", Map.of("pool", "cpu"))
                .containsEntry("priorityClassName", "high")
                .containsKeys("tolerations", "affinity");
    }

    @Test
    void anAccountOfYourOwnIsUsedAndNotMade() {
        Manifests manifests = Chart.render("serviceAccount: {create: false, name: mine}");

        assertThat(manifests.of(Kind.ServiceAccount)).isEmpty();
        assertThat(manifests.pods()).allSatisfy(pod -> assertThat(pod).containsEntry("serviceAccountName", "mine"));
    }

    private static Map<String, Object> mount(Map<String, Object> pod, String name) {
        return maps(container(pod).get("volumeMounts")).stream()
                .filter(m -> name.equals(m.get("name")))
                .findFirst()
                .orElseThrow();
    }
}
