package io.odradek.chart;

import static io.odradek.chart.Manifests.at;
import static io.odradek.chart.Manifests.container;
import static io.odradek.chart.Manifests.env;
import static io.odradek.chart.Manifests.map;
import static io.odradek.chart.Manifests.maps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands around the streamer: topics, Service, network, and the names of it all. */
class AroundTest {
    @Test
    void topicsAreMadeBeforeTheStreamerComesWithItsSettings() {
        Manifests manifests = Chart.render(
                "{topics: {create: true}, streamer: {settings: {create.partitions: 12, images.topic: photos}}}");
        Map<String, Object> job = manifests.only(Kind.Job);

        assertThat(map(at(job, "metadata.annotations")))
                .containsEntry("helm.sh/hook", "pre-install,pre-upgrade")
                .containsEntry("helm.sh/hook-delete-policy", "before-hook-creation,hook-succeeded");
        Map<String, Object> pod = map(at(job, "spec.template.spec"));
        assertThat(container(pod).get("args")).isEqualTo(List.of("topics", "create"));
        assertThat(env(container(pod)))
                .containsEntry("ODRADEK_BOOTSTRAP_SERVERS", "kafka:9092")
                .containsEntry("ODRADEK_CREATE_PARTITIONS", "12")
                .containsEntry("ODRADEK_IMAGES_TOPIC", "photos");
        assertThat(pod).containsEntry("restartPolicy", "Never");
    }

    @Test
    void theTopicsJobNeedsNothingThatComesAfterIt() {
        Manifests manifests = Chart.render("{topics: {create: true}, kafka: {properties: {client.rack: a}}}");
        Map<String, Object> job = manifests.only(Kind.Job);
        Map<String, Object> pod = map(at(job, "spec.template.spec"));

        assertThat(pod).containsEntry("serviceAccountName", "default");
        String configMap = (String) at(Manifests.volume(pod, "kafka-config").orElseThrow(), "configMap.name");
        Map<String, Object> annotations = map(at(manifests.named(Kind.ConfigMap, configMap), "metadata.annotations"));
        assertThat(annotations).containsEntry("helm.sh/hook", "pre-install,pre-upgrade");
        assertThat(weight(annotations)).isLessThan(weight(map(at(job, "metadata.annotations"))));
    }

    @Test
    void theTopicsJobFailsBeforeHelmGivesUp() {
        assertThat((int) at(Chart.render("topics: {create: true}").only(Kind.Job), "spec.activeDeadlineSeconds"))
                .isLessThan(300);
    }

    @Test
    void theTopicsJobHasWhatKafkasSettingsMayReferToAndAHeapThatFits() {
        Map<String, Object> pod =
                map(at(Chart.render("topics: {create: true}", """
                        streamer:
                          javaOpts: -Xmx900m
                          extraEnv: [{name: LOGIN, value: a}]
                          extraEnvFrom: [{secretRef: {name: more}}]
                          extraVolumes: [{name: store, secret: {secretName: store}}]
                          extraVolumeMounts: [{name: store, mountPath: /etc/odradek/kafka/store}]
                        """).only(Kind.Job), "spec.template.spec"));

        assertThat(env(container(pod))).containsEntry("LOGIN", "a").doesNotContainKey("JAVA_OPTS");
        assertThat(container(pod).get("envFrom")).isEqualTo(List.of(Map.of("secretRef", Map.of("name", "more"))));
        assertThat(maps(container(pod).get("volumeMounts")))
                .contains(Map.of("name", "store", "mountPath", "/etc/odradek/kafka/store"));
        assertThat(at(Manifests.volume(pod, "store").orElseThrow(), "secret.secretName"))
                .isEqualTo("store");
    }

    @Test
    void noModelsTopicIsMadeForAModelInAFileUnlessATrainerPublishesThere() {
        String create = "topics: {create: true}";
        String file = "model: {source: configMap, configMap: fashion, path: model.onnx}";
        String trainer = "trainer: {cronJob: {enabled: true}, data: {fetch: true}}";

        assertThat(topicsJob(create)).doesNotContainKey("ODRADEK_MODEL_PATH");
        assertThat(topicsJob(create, file)).containsEntry("ODRADEK_MODEL_PATH", "/models/model.onnx");
        assertThat(topicsJob(create, file, trainer)).doesNotContainKey("ODRADEK_MODEL_PATH");
        assertThat(topicsJob(create, file, trainer, "trainer: {publish: false}"))
                .containsKey("ODRADEK_MODEL_PATH");
    }

    private static Map<String, String> topicsJob(String... values) {
        return env(container(map(at(Chart.render(values).only(Kind.Job), "spec.template.spec"))));
    }

    @Test
    void theTopicsJobMayHaveOptionsOfJavaAsOAuthNeedsThem() {
        String options = "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=https://login.example.com/token";

        assertThat(topicsJob("topics: {create: true, javaOpts: '" + options + "'}"))
                .containsEntry("JAVA_OPTS", options);
    }

    private static int weight(Map<String, Object> annotations) {
        return Integer.parseInt(String.valueOf(annotations.get("helm.sh/hook-weight")));
    }

    @Test
    void theServiceLeadsToTheHttpPort() {
        Manifests manifests = Chart.render("service: {port: 80, annotations: {a: b}}");
        Map<String, Object> service = manifests.only(Kind.Service);

        // A paused or waiting one is asked and resumed through it.
        assertThat(at(service, "spec.publishNotReadyAddresses")).isEqualTo(true);
        assertThat(maps(at(service, "spec.ports")))
                .containsExactly(Map.of("name", "http", "port", 80, "targetPort", "http"));
        assertThat(at(service, "metadata.annotations")).isEqualTo(Map.of("a", "b"));
        assertThat(maps(container(manifests.streamer()).get("ports")))
                .containsExactly(Map.of("name", "http", "containerPort", 8080));
        assertThat(env(container(map(manifests.only(Kind.Pod).get("spec")))))
                .containsEntry("PORT", "80")
                .containsEntry("HOST", "odradek");
    }

    @Test
    void theNetworkIsDeniedButForNamesKafkaAndWhoMayLook() {
        Map<String, Object> policy = Chart.render("""
                        networkPolicy:
                          enabled: true
                          kafkaPeers: [{ipBlock: {cidr: 10.0.0.0/8}}]
                          httpPeers: [{namespaceSelector: {matchLabels: {a: monitoring}}}]
                        kafka: {bootstrapServers: "a:9094,b:9094,c:9095"}
                        """).only(Kind.NetworkPolicy);

        assertThat(at(policy, "spec.policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
        List<Map<String, Object>> in = maps(at(policy, "spec.ingress"));
        assertThat(in).hasSize(1);
        assertThat(in.get(0).get("ports")).isEqualTo(List.of(Map.of("port", "http", "protocol", "TCP")));
        assertThat(maps(in.get(0).get("from")))
                .hasSize(2)
                .contains(Map.of("namespaceSelector", Map.of("matchLabels", Map.of("a", "monitoring"))))
                .first()
                .satisfies(test -> assertThat(map(at(test, "podSelector.matchLabels")))
                        .containsEntry("app.kubernetes.io/component", "test"));
        List<Map<String, Object>> out = maps(at(policy, "spec.egress"));
        assertThat(out).hasSize(2);
        assertThat(maps(out.get(0).get("ports"))).extracting(p -> p.get("port")).containsOnly(53);
        assertThat(maps(out.get(1).get("ports"))).extracting(p -> p.get("port")).containsExactly(9094, 9095);
        assertThat(out.get(1).get("to")).isEqualTo(List.of(Map.of("ipBlock", Map.of("cidr", "10.0.0.0/8"))));
    }

    @Test
    void portsThatBrokersAdvertiseReplaceThoseOfTheFirstAddress() {
        Map<String, Object> policy = Chart.render("networkPolicy: {enabled: true, kafkaPorts: [19092]}")
                .only(Kind.NetworkPolicy);

        List<Map<String, Object>> out = maps(at(policy, "spec.egress"));
        assertThat(maps(out.get(1).get("ports"))).extracting(p -> p.get("port")).containsExactly(19092);
        // Anywhere, as long as nobody says where the brokers are.
        assertThat(out.get(1)).doesNotContainKey("to");
    }

    @Test
    void moreOfTheNetworkMayBeAllowed() {
        Manifests manifests = Chart.render(Chart.read(Chart.example("strimzi")));

        assertThat(maps(at(manifests.named(Kind.NetworkPolicy, "odradek"), "spec.egress")))
                .hasSize(3)
                .last()
                .satisfies(rule ->
                        assertThat(rule.get("ports")).isEqualTo(List.of(Map.of("port", 443, "protocol", "TCP"))));
    }

    @Test
    void jobsReachNamesAndKafkaAndNobodyReachesThem() {
        Manifests manifests = Chart.render("{networkPolicy: {enabled: true}, topics: {create: true}}", """
                trainer: {cronJob: {enabled: true}, data: {volume: {persistentVolumeClaim: {claimName: d}}}}
                """);

        assertThat(manifests.of(Kind.NetworkPolicy)).hasSize(3);
        for (String component : List.of("topics", "trainer")) {
            Map<String, Object> policy = manifests.named(Kind.NetworkPolicy, "odradek-" + component);
            assertThat(at(policy, "spec.policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
            assertThat(maps(at(policy, "spec.ingress"))).isEmpty();
            assertThat(ports(policy)).containsExactly(List.of(53, 53), List.of(9092));
            Map<String, Object> selected = map(at(policy, "spec.podSelector.matchLabels"));
            assertThat(selected).containsEntry("app.kubernetes.io/component", component);
            assertThat(labelsOfPods(manifests, component)).containsAllEntriesOf(selected);
        }
    }

    private static Map<String, Object> labelsOfPods(Manifests manifests, String component) {
        return component.equals("topics")
                ? map(at(manifests.only(Kind.Job), "spec.template.metadata.labels"))
                : map(at(manifests.only(Kind.CronJob), "spec.jobTemplate.spec.template.metadata.labels"));
    }

    @Test
    void aTrainingThatFetchesItsImagesMayReachThem() {
        Manifests manifests = Chart.render(
                "{networkPolicy: {enabled: true}, topics: {create: true}, trainer: {job: {enabled: true}, data: {fetch: true}}}");

        assertThat(ports(manifests.named(Kind.NetworkPolicy, "odradek-trainer")))
                .containsExactly(List.of(53, 53), List.of(9092), List.of(80, 443));
        assertThat(ports(manifests.named(Kind.NetworkPolicy, "odradek-topics")))
                .containsExactly(List.of(53, 53), List.of(9092));
        assertThat(ports(manifests.named(Kind.NetworkPolicy, "odradek")))
                .containsExactly(List.of(53, 53), List.of(9092));
    }

    @Test
    void namesMayBeResolvedAtOtherPorts() {
        assertThat(ports(Chart.render("networkPolicy: {enabled: true, dnsPorts: [53, 5353]}")
                        .only(Kind.NetworkPolicy)))
                .containsExactly(List.of(53, 53, 5353, 5353), List.of(9092));
    }

    /** Ports of each rule for what goes out. */
    private static List<List<Object>> ports(Map<String, Object> policy) {
        return maps(at(policy, "spec.egress")).stream()
                .map(rule -> maps(rule.get("ports")).stream()
                        .map(port -> port.get("port"))
                        .toList())
                .toList();
    }

    @Test
    void theTestEndsWhereAConnectIsNotAnswered() throws IOException {
        Map<String, Object> container =
                container(map(Chart.render().only(Kind.Pod).get("spec")));
        List<String> command = new ArrayList<>();
        ((List<?>) at(container, "command")).forEach(word -> command.add(String.valueOf(word)));
        ((List<?>) at(container, "args")).forEach(word -> command.add(String.valueOf(word)));
        assertThat(env(container)).containsEntry("TIMEOUT", "10").containsEntry("TRIES", "30");
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Until the queue is full of those that nobody accepts.
            while (connects(server, waiting)) {}

            Tool.Result result = assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> Tool.run(
                            Path.of("."),
                            Map.of(
                                    "HOST",
                                    "127.0.0.1",
                                    "PORT",
                                    "" + server.getLocalPort(),
                                    "TRIES",
                                    "1",
                                    "TIMEOUT",
                                    "1"),
                            command));

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output()).startsWith("not ready: http://127.0.0.1:");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static boolean connects(ServerSocket server, List<Socket> waiting) throws IOException {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
            socket.connect(server.getLocalSocketAddress(), 200);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void namesOfEverythingFitAlsoWithALongRelease() {
        Manifests manifests = Chart.render(
                "{fullnameOverride: an-extraordinarily-long-name-for-a-classifier-of-images, streamer: {kind: StatefulSet}}",
                "{trainer: {cronJob: {enabled: true}, job: {enabled: true}, data: {fetch: true}}, topics: {create: true}}");

        assertThat(manifests.all()).hasSizeGreaterThan(6).allSatisfy(m -> {
            String name = (String) at(m, "metadata.name");
            // A pod of a CronJob has 11 and 6 characters more, and a Service at most 63.
            assertThat(name)
                    .hasSizeLessThanOrEqualTo("CronJob".equals(m.get("kind")) ? 52 : 63)
                    .matches("[a-z][-a-z0-9]*[a-z0-9]");
            assertThat(at(m, "metadata.namespace")).isEqualTo(Chart.NAMESPACE);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "an-extraordinarily-long-name-for-a-class---ifier, an-extraordinarily-long-name-for-a-class",
        "an-extraordinarily-long-name-for-a-cla---ssifier, an-extraordinarily-long-name-for-a-cla",
    })
    void aNameThatIsCutEndsWithALetter(String given, String used) {
        assertThat(at(Chart.render("fullnameOverride: " + given).only(Kind.Service), "metadata.name"))
                .isEqualTo(used);
    }

    @Test
    void ofTwoLabelsWithOneNameTheMoreSpecialWins() {
        Manifests manifests = Chart.render("""
                commonLabels: {team: common, grafana_dashboard: common, odradek.io/job: common}
                streamer: {podLabels: {team: pods}, podAnnotations: {checksum/kafka: mine}}
                metrics:
                  serviceMonitor: {enabled: true, labels: {team: monitor, app.kubernetes.io/part-of: monitoring}}
                  prometheusRule: {enabled: true, labels: {team: rules}}
                  dashboards: {enabled: true}
                trainer:
                  cronJob: {enabled: true}
                  data: {fetch: true}
                  podLabels: {team: trainer}
                """);

        Map<String, Object> deployment = manifests.only(Kind.Deployment);
        assertThat(map(at(deployment, "metadata.labels"))).containsEntry("team", "common");
        assertThat(map(at(deployment, "spec.template.metadata.labels"))).containsEntry("team", "pods");
        assertThat(map(at(deployment, "spec.template.metadata.annotations")).get("checksum/kafka"))
                .isNotEqualTo("mine");
        assertThat(map(at(manifests.only(Kind.ServiceMonitor), "metadata.labels")))
                .containsEntry("team", "monitor")
                .containsEntry("app.kubernetes.io/part-of", "monitoring");
        assertThat(map(at(manifests.only(Kind.PrometheusRule), "metadata.labels")))
                .containsEntry("team", "rules");
        assertThat(map(at(manifests.named(Kind.ConfigMap, "odradek-dashboards"), "metadata.labels")))
                .containsEntry("grafana_dashboard", "1");
        assertThat(map(at(manifests.only(Kind.Service), "metadata.labels"))).containsEntry("odradek.io/job", "odradek");
        assertThat(labelsOfPods(manifests, "trainer")).containsEntry("team", "trainer");
    }

    @Test
    void everythingHasTheLabelsThatAreAskedFor() {
        Manifests manifests = Chart.render("commonLabels: {team: vision}", Chart.read(Chart.example("keda")));

        assertThat(manifests.all())
                .hasSizeGreaterThan(8)
                .allSatisfy(m -> assertThat(map(at(m, "metadata.labels")))
                        .containsEntry("team", "vision")
                        .containsEntry("app.kubernetes.io/name", "odradek")
                        .containsKey("helm.sh/chart"));
        // A selector cannot be changed later.
        assertThat(map(at(manifests.workload("streamer"), "spec.selector.matchLabels")))
                .doesNotContainKey("team");
    }
}
