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

/** Trainings, once or by a schedule. */
class TrainerTest {
    private static final String ONCE =
            "trainer: {job: {enabled: true}, data: {volume: {persistentVolumeClaim: {claimName: d}}}";

    @Test
    void thereIsNoneUnlessAskedFor() {
        assertThat(Chart.render().of(Kind.Job)).isEmpty();
        assertThat(Chart.render().of(Kind.CronJob)).isEmpty();
    }

    @Test
    void itTrainsOnTheVolumesImagesAndPublishes() {
        Map<String, Object> pod = pod(ONCE + ", recipe: fast}");

        assertThat(args(pod))
                .containsSubsequence("train", "--recipe", "fast", "--data", "/data")
                .containsSubsequence("--device", "cpu")
                .containsSubsequence("--publish", "--topic", "models");
        assertThat(env(container(pod))).containsEntry("ODRADEK_BOOTSTRAP_SERVERS", "kafka:9092");
        assertThat(maps(container(pod).get("volumeMounts")))
                .filteredOn(m -> "/data".equals(m.get("mountPath")))
                .singleElement()
                .satisfies(m -> assertThat(m).containsEntry("readOnly", true));
    }

    @Test
    void itTrainsTheModelThatTheStreamerServes() {
        assertThat(args(pod(ONCE + "}"))).containsSubsequence("--name", "fashion-mnist");
        assertThat(args(pod(ONCE + "}\nstreamer: {settings: {model.name: pets}}")))
                .containsSubsequence("--name", "pets");
        assertThat(args(pod(ONCE + ", modelName: cats}\nstreamer: {settings: {routes: a=cats}}")))
                .containsSubsequence("--name", "cats");
    }

    @Test
    void whatLooksLikeANumberOrAWordOfYamlStaysAText() {
        String long80 = "a".repeat(50) + " " + "b".repeat(50);
        for (String text : List.of("2024", "1e3", "on", "no", "null")) {
            assertThat(texts(pod(ONCE + ", modelName: '" + text + "'}\nstreamer: {settings: {models.topic: '" + text
                            + "'}}")))
                    .containsSubsequence("--name", text, "--topic", text);
            assertThat(texts(pod(ONCE + "}\nstreamer: {settings: {model.name: '" + text + "'}}")))
                    .containsSubsequence("--name", text);
        }
        for (String path : List.of("set #2", "a: b", long80)) {
            assertThat(texts(pod(
                            "trainer: {job: {enabled: true}, data: {path: '" + path + "', volume: {emptyDir: {}}}}")))
                    .containsSubsequence("--data", "/data/" + path);
        }
    }

    /** The arguments, each of which must be a text. */
    private static List<String> texts(Map<String, Object> pod) {
        assertThat((List<?>) at(container(pod), "args")).allMatch(argument -> argument instanceof String);
        return args(pod);
    }

    @Test
    void eachTryHasADirectoryOfItsOwn() {
        Map<String, Object> pod = pod(ONCE + ", output: {volume: {persistentVolumeClaim: {claimName: o}}}}");

        assertThat(args(pod)).containsSubsequence("--out", "/output/$(POD_NAME)");
        assertThat(maps(container(pod).get("env")).get(0))
                .containsEntry("name", "POD_NAME")
                .containsEntry("valueFrom", Map.of("fieldRef", Map.of("fieldPath", "metadata.name")));
        assertThat(at(volume(pod, "output").orElseThrow(), "persistentVolumeClaim.claimName"))
                .isEqualTo("o");
        assertThat(pod).containsEntry("restartPolicy", "Never");
    }

    @Test
    void otherValuesAreAnotherJobAndTheSameOnesTheSame() {
        Object name = at(Chart.render(ONCE + "}").only(Kind.Job), "metadata.name");

        assertThat(at(Chart.render(ONCE + "}", "streamer: {replicas: 5}").only(Kind.Job), "metadata.name"))
                .isEqualTo(name);
        assertThat(at(Chart.render(ONCE + ", recipe: fast}").only(Kind.Job), "metadata.name"))
                .isNotEqualTo(name);
    }

    @Test
    void anotherChartWithTheSameValuesIsTheSameJob() {
        String pinned = ONCE + ", image: {tag: mine}, podLabels: {team: vision}}";
        Object job = Chart.render(pinned).only(Kind.Job).get("spec");
        Map<String, Object> newer = Chart.renderAs("1.2.3", "4.5.6", pinned).only(Kind.Job);

        assertThat(newer.get("spec")).isEqualTo(job);
        assertThat(at(newer, "metadata.name"))
                .isEqualTo(at(Chart.render(pinned).only(Kind.Job), "metadata.name"))
                .isEqualTo(at(Chart.render(pinned, "commonLabels: {a: b}").only(Kind.Job), "metadata.name"));
        assertThat(map(at(newer, "metadata.labels"))).containsEntry("helm.sh/chart", "odradek-1.2.3");
        assertThat(map(at(newer, "spec.template.metadata.labels")))
                .containsOnlyKeys(
                        "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component", "team");
    }

    @Test
    void anotherImageIsAnotherJob() {
        assertThat(at(Chart.renderAs("0.1.0", "4.5.6", ONCE + "}").only(Kind.Job), "metadata.name"))
                .isNotEqualTo(at(Chart.render(ONCE + "}").only(Kind.Job), "metadata.name"));
    }

    @Test
    void itEnds() {
        assertThat(map(Chart.render(ONCE + ", backoffLimit: 2, activeDeadlineSeconds: 60}")
                        .only(Kind.Job)
                        .get("spec")))
                .containsEntry("backoffLimit", 2)
                .containsEntry("activeDeadlineSeconds", 60);
    }

    @Test
    void onlyThoseOfAScheduleAreRemoved() {
        Manifests manifests = Chart.render(ONCE + ", cronJob: {enabled: true}, ttlSecondsAfterFinished: 30}");

        assertThat(map(at(manifests.only(Kind.CronJob), "spec.jobTemplate.spec")))
                .containsEntry("ttlSecondsAfterFinished", 30);
        assertThat(map(manifests.only(Kind.Job).get("spec"))).doesNotContainKey("ttlSecondsAfterFinished");
    }

    @Test
    void aScheduleNeverTrainsTwiceAtATime() {
        Map<String, Object> cronJob = Chart.render(
                        "trainer: {cronJob: {enabled: true, schedule: '@daily', timeZone: Europe/Prague}, data: {fetch: true}}")
                .only(Kind.CronJob);

        assertThat(map(cronJob.get("spec")))
                .containsEntry("concurrencyPolicy", "Forbid")
                .containsEntry("schedule", "@daily")
                .containsEntry("timeZone", "Europe/Prague")
                .containsEntry("suspend", false);
    }

    @Test
    void aGpuIsAskedForAndInsistedOn() {
        Map<String, Object> pod = pod(Chart.read(Chart.example("gpu-trainer")));

        for (String kind : List.of("limits", "requests")) {
            assertThat(map(at(container(pod), "resources." + kind)).get("nvidia.com/gpu"))
                    .isEqualTo(1);
        }
        // An extended resource beside what was there; a limit of processors was not.
        assertThat(map(at(container(pod), "resources.limits"))).containsOnlyKeys("memory", "nvidia.com/gpu");
        assertThat(args(pod)).containsSubsequence("--device", "gpu");
        assertThat(container(pod)).containsEntry("image", "odradek-trainer:0.1.0-cuda");
        assertThat(pod)
                .containsEntry("runtimeClassName", "nvidia")
                .containsEntry("nodeSelector", Map.of("nvidia.com/gpu.present", "true"));
        assertThat(maps(pod.get("tolerations")).get(0)).containsEntry("key", "nvidia.com/gpu");
    }

    @Test
    void withoutAGpuNoneIsAskedFor() {
        Map<String, Object> pod = pod(ONCE + "}");

        assertThat(map(at(container(pod), "resources.limits"))).doesNotContainKey("nvidia.com/gpu");
        assertThat(args(pod)).containsSubsequence("--device", "cpu");
    }

    @Test
    void fashionMnistMayBeFetchedBefore() {
        Map<String, Object> pod = pod("trainer: {job: {enabled: true}, data: {fetch: true}, gpu: {count: 1}}");

        Map<String, Object> fetch = maps(pod.get("initContainers")).get(0);
        assertThat(fetch.get("args")).isEqualTo(List.of("data", "--fetch"));
        assertThat(env(fetch)).containsEntry("XDG_CACHE_HOME", "/data");
        // Where the trainer puts it below its cache.
        assertThat(args(pod)).containsSubsequence("--data", "/data/odradek/fashion-mnist");
        assertThat(map(at(fetch, "resources.limits"))).doesNotContainKey("nvidia.com/gpu");
    }

    @Test
    void itMayBeFetchedThroughAProxy() {
        Map<String, Object> pod = pod("""
                trainer:
                  job: {enabled: true}
                  data: {fetch: true}
                  javaOpts: -Dhttps.proxyHost=proxy
                  extraEnv: [{name: https_proxy, value: "http://proxy:3128"}]
                  extraEnvFrom: [{secretRef: {name: proxy}}]
                """);

        for (Map<String, Object> container :
                List.of(maps(pod.get("initContainers")).get(0), container(pod))) {
            assertThat(env(container))
                    .containsEntry("TRAINER_JAVA_OPTS", "-Dhttps.proxyHost=proxy")
                    .containsEntry("https_proxy", "http://proxy:3128");
            assertThat(container.get("envFrom")).isEqualTo(List.of(Map.of("secretRef", Map.of("name", "proxy"))));
        }
    }

    @Test
    void itSignsWithAKeyThatOnlyItMayRead() {
        Map<String, Object> pod = pod(ONCE + ", signingKeySecret: {name: s, key: k.pem}}");

        assertThat(args(pod)).containsSubsequence("--sign", "/etc/odradek/signing/k.pem");
        assertThat(map(volume(pod, "signing").orElseThrow().get("secret")))
                .containsEntry("secretName", "s")
                .containsEntry("defaultMode", 0400);
    }

    @Test
    void withoutPublishingItKnowsNothingOfKafka() {
        Manifests manifests =
                Chart.render(ONCE + ", publish: false}", "kafka: {sasl: {mechanism: PLAIN, secret: {name: user}}}");
        Map<String, Object> pod = map(at(manifests.only(Kind.Job), "spec.template.spec"));

        assertThat(args(pod)).doesNotContain("--publish", "--config");
        assertThat(volume(pod, "kafka-user")).isEmpty();
        assertThat(manifests.of(Kind.ConfigMap))
                .extracting(m -> at(m, "metadata.name"))
                .containsExactly("odradek-kafka");
    }

    @Test
    void itComputesWithAsManyProcessorsAsItIsGiven() {
        assertThat(args(pod(ONCE + "}"))).containsSubsequence("--threads", "2");
        assertThat(args(pod(ONCE + ", threads: 16}"))).containsSubsequence("--threads", "16");
        assertThat(args(pod(ONCE + ", args: [--threads, '3']}")))
                .endsWith("--threads", "3")
                .doesNotContain("2");
        assertThat(args(pod(ONCE + ", args: ['--threads=3']}")))
                .contains("--threads=3")
                .doesNotContain("--threads");
    }

    @Test
    void ownArgumentsComeLast() {
        assertThat(args(pod(ONCE + ", args: [--epochs, '3'], javaOpts: -Xmx1g}")))
                .endsWith("--epochs", "3");
        assertThat(env(container(pod(ONCE + ", javaOpts: -Xmx1g}")))).containsEntry("TRAINER_JAVA_OPTS", "-Xmx1g");
    }

    private static Map<String, Object> pod(String values) {
        Manifests manifests = Chart.render(values);
        return manifests.of(Kind.Job).isEmpty()
                ? map(at(manifests.only(Kind.CronJob), "spec.jobTemplate.spec.template.spec"))
                : map(at(manifests.only(Kind.Job), "spec.template.spec"));
    }

    private static List<String> args(Map<String, Object> pod) {
        return ((List<?>) at(container(pod), "args"))
                .stream().map(String::valueOf).toList();
    }
}
