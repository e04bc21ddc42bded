package io.odradek.chart;

import static io.odradek.chart.Manifests.map;
import static io.odradek.chart.Manifests.maps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That the judges of the other tests can find something. */
class ModelsTest {
    private static final String PINNED = Chart.VERSIONS.get(0);

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        Kind.Deployment,
                        "replica",
                        true,
                        fault(m -> map(m.get("spec")).put("replica", 2))),
                Arguments.of(Kind.Deployment, "readOnly", true, fault(m -> pod(m).put("readOnly", true))),
                Arguments.of(
                        Kind.Deployment,
                        "failureTreshold",
                        true,
                        fault(m -> map(Manifests.container(pod(m)).get("livenessProbe"))
                                .put("failureTreshold", 2))),
                Arguments.of(Kind.Deployment, "data", true, fault(m -> m.put("data", Map.of("a", "b")))),
                Arguments.of(
                        Kind.Service,
                        "targetport",
                        true,
                        fault(m -> maps(map(m.get("spec")).get("ports")).get(0).put("targetport", 1))),
                Arguments.of(
                        Kind.ServiceMonitor,
                        "intervall",
                        true,
                        fault(m ->
                                maps(map(m.get("spec")).get("endpoints")).get(0).put("intervall", "1s"))),
                Arguments.of(
                        Kind.PrometheusRule,
                        "expression",
                        true,
                        fault(m -> maps(maps(map(m.get("spec")).get("groups"))
                                        .get(0)
                                        .get("rules"))
                                .get(0)
                                .put("expression", "1"))),
                Arguments.of(
                        Kind.PodDisruptionBudget,
                        "maxUnavailabel",
                        true,
                        fault(m -> map(m.get("spec")).put("maxUnavailabel", 1))),
                Arguments.of(
                        Kind.ScaledObject,
                        "authRef",
                        false,
                        fault(m ->
                                maps(map(m.get("spec")).get("triggers")).get(0).put("authRef", Map.of("name", "x")))),
                Arguments.of(
                        Kind.ScaledObject,
                        "maxReplicaCount",
                        false,
                        fault(m -> map(m.get("spec")).put("maxReplicaCount", "many"))),
                Arguments.of(
                        Kind.ScaledObject,
                        "scaleTargetRef",
                        false,
                        fault(m -> map(m.get("spec")).remove("scaleTargetRef"))),
                Arguments.of(
                        Kind.TriggerAuthentication,
                        "secrets",
                        false,
                        fault(m -> map(m.get("spec")).put("secrets", List.of()))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    void everyFaultIsFound(Kind kind, String field, boolean inJava, Consumer<Map<String, Object>> fault)
            throws IOException {
        Map<String, Object> good = copy(
                Chart.render(PINNED, List.of(Chart.example("keda"))).of(kind).get(0));
        Map<String, Object> bad = copy(good);
        fault.accept(bad);

        List<List<String>> complaints = NodeModels.installed().complaints(List.of(good, bad));

        assertThat(complaints.get(0)).isEmpty();
        assertThat(complaints.get(1)).isNotEmpty().allSatisfy(c -> assertThat(c).contains(field));
        assertThat(JavaModels.complaint(good)).isEmpty();
        if (inJava) {
            assertThat(JavaModels.complaint(bad))
                    .hasValueSatisfying(c -> assertThat(c).contains(field));
        }
    }

    @Test
    void anotherApiVersionIsFound() throws IOException {
        Map<String, Object> old = copy(Chart.render().only(Kind.PodDisruptionBudget));
        old.put("apiVersion", "policy/v1beta1");

        assertThat(JavaModels.complaint(old))
                .hasValueSatisfying(c -> assertThat(c).contains("policy/v1beta1"));
        assertThat(NodeModels.installed().complaints(List.of(old)).get(0))
                .containsExactly("no model for apiVersion policy/v1beta1");
    }

    static Stream<Arguments> breaches() {
        return Stream.of(
                Arguments.of(
                        Restricted.HOST_PROCESS,
                        fault(p -> context(p).put("windowsOptions", Map.of("hostProcess", true)))),
                Arguments.of(Restricted.HOST_NAMESPACES, fault(p -> p.put("hostNetwork", true))),
                Arguments.of(
                        Restricted.PRIVILEGED, fault(p -> containerContext(p).put("privileged", true))),
                Arguments.of(
                        Restricted.CAPABILITIES, fault(p -> containerContext(p).remove("capabilities"))),
                Arguments.of(
                        Restricted.CAPABILITIES,
                        fault(p -> containerContext(p)
                                .put("capabilities", Map.of("drop", List.of("ALL"), "add", List.of("SYS_ADMIN"))))),
                Arguments.of(
                        Restricted.VOLUME_TYPES,
                        fault(p -> maps(p.get("volumes")).get(0).put("hostPath", Map.of("path", "/")))),
                Arguments.of(
                        Restricted.HOST_PORTS,
                        fault(p ->
                                maps(Manifests.container(p).get("ports")).get(0).put("hostPort", 8080))),
                Arguments.of(
                        Restricted.HOST_PROBES,
                        fault(p -> map(map(Manifests.container(p).get("livenessProbe"))
                                        .get("httpGet"))
                                .put("host", "10.0.0.1"))),
                Arguments.of(
                        Restricted.APP_ARMOR,
                        fault(p -> containerContext(p).put("appArmorProfile", Map.of("type", "Unconfined")))),
                Arguments.of(Restricted.SELINUX, fault(p -> context(p).put("seLinuxOptions", Map.of("user", "root")))),
                Arguments.of(
                        Restricted.PROC_MOUNT, fault(p -> containerContext(p).put("procMount", "Unmasked"))),
                Arguments.of(
                        Restricted.SYSCTLS,
                        fault(p -> context(p).put("sysctls", List.of(Map.of("name", "kernel.x", "value", "1"))))),
                Arguments.of(
                        Restricted.PRIVILEGE_ESCALATION,
                        fault(p -> containerContext(p).remove("allowPrivilegeEscalation"))),
                Arguments.of(Restricted.RUN_AS_NON_ROOT, fault(p -> {
                    context(p).remove("runAsNonRoot");
                    containerContext(p).remove("runAsNonRoot");
                })),
                Arguments.of(
                        Restricted.RUN_AS_USER, fault(p -> containerContext(p).put("runAsUser", 0))),
                Arguments.of(Restricted.SECCOMP, fault(p -> context(p).remove("seccompProfile"))),
                Arguments.of(
                        Restricted.SECCOMP,
                        fault(p -> containerContext(p).put("seccompProfile", Map.of("type", "Unconfined")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breaches")
    void everyBreachOfTheRestrictedStandardIsFound(Restricted rule, Consumer<Map<String, Object>> breach) {
        Map<String, Object> pod = copy(Chart.render().streamer());
        assertThat(Restricted.brokenBy(pod)).isEmpty();

        breach.accept(pod);

        assertThat(Restricted.brokenBy(pod)).containsExactly(rule);
    }

    @Test
    void everyRuleOfTheRestrictedStandardIsTried() {
        assertThat(breaches().map(a -> a.get()[0]).distinct())
                .containsExactlyInAnyOrder((Object[]) Restricted.values());
    }

    private static Consumer<Map<String, Object>> fault(Consumer<Map<String, Object>> fault) {
        return fault;
    }

    private static Map<String, Object> pod(Map<String, Object> manifest) {
        return map(Manifests.at(manifest, "spec.template.spec"));
    }

    private static Map<String, Object> context(Map<String, Object> pod) {
        return map(pod.get("securityContext"));
    }

    private static Map<String, Object> containerContext(Map<String, Object> pod) {
        return map(Manifests.container(pod).get("securityContext"));
    }

    private static Map<String, Object> copy(Map<String, Object> manifest) {
        ObjectMapper json = new ObjectMapper();
        return json.convertValue(json.valueToTree(manifest), new TypeReference<Map<String, Object>>() {});
    }
}
