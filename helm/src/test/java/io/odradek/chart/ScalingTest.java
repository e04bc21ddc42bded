package io.odradek.chart;

import static io.odradek.chart.Manifests.at;
import static io.odradek.chart.Manifests.map;
import static io.odradek.chart.Manifests.maps;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many instances there are: by lag, or by use of processors. */
class ScalingTest {
    private static final String KEDA = "autoscaling: {keda: {enabled: true}}\n";

    @ParameterizedTest(name = "{0} partitions, {1} threads: {2}")
    @CsvSource({"24, 5, 5", "24, 4, 6", "1, 8, 1", "13, 1, 13"})
    void noMoreThanHavePartitions(int partitions, int threads, int greatest) {
        String values =
                "kafka: {imagesPartitions: " + partitions + "}\nstreamer: {settings: {threads: " + threads + "}}\n";

        assertThat(at(Chart.render(KEDA + values).only(Kind.ScaledObject), "spec.maxReplicaCount"))
                .isEqualTo(greatest);
        assertThat(at(
                        Chart.render("autoscaling: {hpa: {enabled: true}}\n" + values)
                                .only(Kind.HorizontalPodAutoscaler),
                        "spec.maxReplicas"))
                .isEqualTo(greatest);
    }

    @Test
    void aNumberOfYourOwnWins() {
        assertThat(at(
                        Chart.render(
                                        "{autoscaling: {keda: {enabled: true, maxReplicas: 3}}, kafka: {imagesPartitions: 24}}")
                                .only(Kind.ScaledObject),
                        "spec.maxReplicaCount"))
                .isEqualTo(3);
    }

    @Test
    void anUpgradeDoesNotPutTheNumberBack() {
        assertThat(map(Chart.render("autoscaling: {keda: {enabled: true, maxReplicas: 3}}")
                        .only(Kind.Deployment)
                        .get("spec")))
                .doesNotContainKey("replicas");
        assertThat(map(Chart.render("autoscaling: {hpa: {enabled: true, maxReplicas: 3}}")
                        .only(Kind.Deployment)
                        .get("spec")))
                .doesNotContainKey("replicas");
    }

    @ParameterizedTest
    @CsvSource({"keda, Deployment, 7", "hpa, Deployment, 7", "hpa, StatefulSet, 7", "keda, Deployment, 0"})
    void anAutoscalerTakesOverAsManyAsThereAre(String scaler, String kind, int live) {
        String values =
                "{autoscaling: {%s: {enabled: true, maxReplicas: 9}}, streamer: {kind: %s}}".formatted(scaler, kind);

        assertThat(at(Chart.renderWhereThereAre(live, values).only(Kind.valueOf(kind)), "spec.replicas"))
                .isEqualTo(live);
    }

    @Test
    void withoutAnAutoscalerTheValueDecides() {
        assertThat(at(Chart.renderWhereThereAre(7, "streamer: {replicas: 3}").only(Kind.Deployment), "spec.replicas"))
                .isEqualTo(3);
    }

    @Test
    void theLagIsThatOfTheGroupInEachTopicOfImages() {
        Map<String, Object> scaled = Chart.render("""
                        autoscaling: {keda: {enabled: true, maxReplicas: 3, lagThreshold: 5000}}
                        streamer: {settings: {application.id: classify, routes: "photos=pets, scans=fashion-mnist"}}
                        """).only(Kind.ScaledObject);

        assertThat(triggers(scaled)).extracting(m -> m.get("topic")).containsExactly("photos", "scans");
        assertThat(triggers(scaled))
                .allSatisfy(m -> assertThat(m)
                        .containsEntry("consumerGroup", "classify")
                        .containsEntry("bootstrapServers", "kafka:9092")
                        .containsEntry("lagThreshold", "5000")
                        .containsEntry("offsetResetPolicy", "earliest")
                        .doesNotContainKeys("sasl", "tls"));
        assertThat(maps(at(scaled, "spec.triggers"))).allMatch(t -> !t.containsKey("authenticationRef"));
    }

    @Test
    void largeThresholdsAreNumbersAndTheTriggersMetadataWins() {
        assertThat(triggers(Chart.render("""
                        autoscaling:
                          keda:
                            enabled: true
                            maxReplicas: 3
                            lagThreshold: 1000000
                            activationLagThreshold: 2000000
                            triggerMetadata: {offsetResetPolicy: latest, version: 2.0.0}
                        """).only(Kind.ScaledObject)))
                .singleElement()
                .satisfies(m -> assertThat(m)
                        .containsEntry("lagThreshold", "1000000")
                        .containsEntry("activationLagThreshold", "2000000")
                        .containsEntry("offsetResetPolicy", "latest")
                        .containsEntry("version", "2.0.0")
                        .containsEntry("topic", "images"));
    }

    @Test
    void anotherTopicGroupAndStartAreFollowed() {
        assertThat(triggers(Chart.render(
                                "{autoscaling: {keda: {enabled: true, maxReplicas: 3}}, streamer: {settings: {images.topic: x, start: latest}}}")
                        .only(Kind.ScaledObject)))
                .singleElement()
                .satisfies(m -> assertThat(m)
                        .containsEntry("topic", "x")
                        .containsEntry("consumerGroup", "odradek")
                        .containsEntry("offsetResetPolicy", "latest"));
    }

    @Test
    void kedaLogsInAsTheStreamerDoes() {
        Manifests manifests = Chart.render("""
                autoscaling: {keda: {enabled: true, maxReplicas: 3}}
                kafka:
                  tls: {enabled: true, caSecret: {name: ca}, clientSecret: {name: me}}
                  sasl: {mechanism: SCRAM-SHA-512, secret: {name: user}}
                """);

        Map<String, Object> trigger =
                maps(at(manifests.only(Kind.ScaledObject), "spec.triggers")).get(0);
        assertThat(map(trigger.get("metadata"))).containsEntry("tls", "enable").containsEntry("sasl", "scram_sha512");
        assertThat(at(trigger, "authenticationRef.name"))
                .isEqualTo(at(manifests.only(Kind.TriggerAuthentication), "metadata.name"));
        assertThat(maps(at(manifests.only(Kind.TriggerAuthentication), "spec.secretTargetRef")))
                .extracting(r -> r.get("parameter") + "=" + r.get("name") + "/" + r.get("key"))
                .containsExactlyInAnyOrder(
                        "username=user/username",
                        "password=user/password",
                        "ca=ca/ca.crt",
                        "cert=me/tls.crt",
                        "key=me/tls.key");
        assertThat(manifests.of(Kind.Secret)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, plaintext", "SCRAM-SHA-256, scram_sha256", "SCRAM-SHA-512, scram_sha512"})
    void kedaHasOtherNamesForMechanisms(String mechanism, String keda) {
        assertThat(triggers(
                        Chart.render("{autoscaling: {keda: {enabled: true, maxReplicas: 3}}, kafka: {sasl: {mechanism: "
                                        + mechanism + ", secret: {name: u}}}}")
                                .only(Kind.ScaledObject)))
                .singleElement()
                .satisfies(m -> assertThat(m).containsEntry("sasl", keda).doesNotContainKey("tls"));
    }

    @Test
    void aNameThatStandsInTheValuesComesToKedaInASecret() {
        Manifests manifests = Chart.render(Chart.read(Chart.example("keda")));

        Map<String, Object> secret = manifests.only(Kind.Secret);
        assertThat(secret.get("stringData")).isEqualTo(Map.of("username", "odradek"));
        assertThat(maps(at(manifests.only(Kind.TriggerAuthentication), "spec.secretTargetRef")))
                .filteredOn(r -> "username".equals(r.get("parameter")))
                .singleElement()
                .satisfies(r -> assertThat(r)
                        .containsEntry("name", at(secret, "metadata.name"))
                        .containsEntry("key", "username"));
    }

    @Test
    void withTlsAloneThereIsNothingToAuthenticateWith() {
        Manifests manifests =
                Chart.render("{autoscaling: {keda: {enabled: true, maxReplicas: 3}}, kafka: {tls: {enabled: true}}}");

        assertThat(triggers(manifests.only(Kind.ScaledObject)).get(0)).containsEntry("tls", "enable");
        assertThat(maps(at(manifests.only(Kind.ScaledObject), "spec.triggers")).get(0))
                .doesNotContainKey("authenticationRef");
        assertThat(manifests.of(Kind.TriggerAuthentication)).isEmpty();
    }

    @Test
    void anAuthenticationOfYourOwnIsUsed() {
        Manifests manifests = Chart.render("""
                autoscaling: {keda: {enabled: true, maxReplicas: 3, triggerMetadata: {tls: enable}, authenticationRef: {name: mine, kind: ClusterTriggerAuthentication}}}
                kafka: {configSecret: {name: a}}
                """);

        assertThat(manifests.of(Kind.TriggerAuthentication)).isEmpty();
        Map<String, Object> trigger =
                maps(at(manifests.only(Kind.ScaledObject), "spec.triggers")).get(0);
        assertThat(trigger.get("authenticationRef"))
                .isEqualTo(Map.of("name", "mine", "kind", "ClusterTriggerAuthentication"));
        assertThat(map(trigger.get("metadata"))).containsEntry("tls", "enable");
    }

    @Test
    void processorsAreTheOtherWay() {
        Map<String, Object> hpa = Chart.render(
                        "{streamer: {kind: StatefulSet}, autoscaling: {hpa: {enabled: true, maxReplicas: 5, cpuUtilization: 60}}}")
                .only(Kind.HorizontalPodAutoscaler);

        assertThat(at(hpa, "spec.scaleTargetRef"))
                .isEqualTo(Map.of("apiVersion", "apps/v1", "kind", "StatefulSet", "name", "odradek"));
        assertThat(at(maps(at(hpa, "spec.metrics")).get(0), "resource.target.averageUtilization"))
                .isEqualTo(60);
        assertThat(at(hpa, "spec.behavior.scaleDown.stabilizationWindowSeconds"))
                .isEqualTo(300);
    }

    private static List<Map<String, Object>> triggers(Map<String, Object> scaled) {
        return maps(at(scaled, "spec.triggers")).stream()
                .map(t -> map(t.get("metadata")))
                .toList();
    }
}
