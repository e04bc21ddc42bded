package io.odradek.chart;

import static io.odradek.chart.Manifests.map;
import static io.odradek.chart.Manifests.maps;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes' Pod Security Standard, profile restricted with baseline below it, rule by rule.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>
 */
enum Restricted {
    HOST_PROCESS("Windows HostProcess containers are disallowed") {
        @Override
        boolean allows(Pod pod) {
            return pod.contexts().allMatch(c -> c.get("windowsOptions") == null);
        }
    },
    HOST_NAMESPACES("hostNetwork, hostPID and hostIPC are disallowed") {
        @Override
        boolean allows(Pod pod) {
            return Stream.of("hostNetwork", "hostPID", "hostIPC")
                    .noneMatch(k -> Boolean.TRUE.equals(pod.spec().get(k)));
        }
    },
    PRIVILEGED("privileged containers are disallowed") {
        @Override
        boolean allows(Pod pod) {
            return pod.each(c -> !Boolean.TRUE.equals(c.get("privileged")));
        }
    },
    CAPABILITIES("all capabilities are dropped; only NET_BIND_SERVICE may be added") {
        @Override
        boolean allows(Pod pod) {
            return pod.each(c -> {
                Map<String, Object> capabilities = child(c, "capabilities");
                return list(capabilities.get("drop")).contains("ALL")
                        && Set.of("NET_BIND_SERVICE").containsAll(list(capabilities.get("add")));
            });
        }
    },
    VOLUME_TYPES("only volumes of the harmless kinds") {
        private static final Set<String> ALLOWED = Set.of(
                "name",
                "configMap",
                "csi",
                "downwardAPI",
                "emptyDir",
                "ephemeral",
                "persistentVolumeClaim",
                "projected",
                "secret");

        @Override
        boolean allows(Pod pod) {
            return maps(pod.spec().get("volumes")).stream().allMatch(v -> ALLOWED.containsAll(v.keySet()));
        }
    },
    HOST_PORTS("host ports are disallowed") {
        @Override
        boolean allows(Pod pod) {
            return pod.containers().stream()
                    .flatMap(c -> maps(c.get("ports")).stream())
                    .noneMatch(port -> port.containsKey("hostPort"));
        }
    },
    HOST_PROBES("probes and lifecycle hooks name no host") {
        @Override
        boolean allows(Pod pod) {
            return pod.containers().stream()
                    .flatMap(c -> Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                            .map(probe -> child(child(c, probe), "httpGet")))
                    .noneMatch(get -> get.containsKey("host"));
        }
    },
    APP_ARMOR("no AppArmor profile but the default or a local one") {
        @Override
        boolean allows(Pod pod) {
            return pod.contexts().allMatch(c -> !child(c, "appArmorProfile").containsValue("Unconfined"));
        }
    },
    SELINUX("no SELinux user or role") {
        @Override
        boolean allows(Pod pod) {
            return pod.contexts()
                    .map(c -> child(c, "seLinuxOptions"))
                    .noneMatch(o -> o.containsKey("user") || o.containsKey("role"));
        }
    },
    PROC_MOUNT("the default mask of /proc") {
        @Override
        boolean allows(Pod pod) {
            return pod.each(c -> !"Unmasked".equals(c.get("procMount")));
        }
    },
    SYSCTLS("no sysctl is set") {
        @Override
        boolean allows(Pod pod) {
            return list(child(pod.spec(), "securityContext").get("sysctls")).isEmpty();
        }
    },
    PRIVILEGE_ESCALATION("no process gets more privileges than its parent") {
        @Override
        boolean allows(Pod pod) {
            return pod.each(c -> Boolean.FALSE.equals(c.get("allowPrivilegeEscalation")));
        }
    },
    RUN_AS_NON_ROOT("containers run as another user than root") {
        @Override
        boolean allows(Pod pod) {
            return pod.effective("runAsNonRoot", Boolean.TRUE::equals);
        }
    },
    RUN_AS_USER("the user is not 0") {
        @Override
        boolean allows(Pod pod) {
            return pod.contexts().noneMatch(c -> Integer.valueOf(0).equals(c.get("runAsUser")));
        }
    },
    SECCOMP("a seccomp profile is set, and not Unconfined") {
        @Override
        boolean allows(Pod pod) {
            return pod.effective(
                    "seccompProfile",
                    p -> p != null && List.of("RuntimeDefault", "Localhost").contains(map(p).get("type")));
        }
    };

    private final String rule;

    Restricted(String rule) {
        this.rule = rule;
    }

    abstract boolean allows(Pod pod);

    /** The rules that a pod breaks. */
    static Set<Restricted> brokenBy(Map<String, Object> spec) {
        Set<Restricted> broken = new TreeSet<>();
        Pod pod = new Pod(spec);
        if (pod.containers().isEmpty()) {
            throw new AssertionError("a pod without containers: " + spec);
        }
        for (Restricted rule : values()) {
            if (!rule.allows(pod)) {
                broken.add(rule);
            }
        }
        return broken;
    }

    @Override
    public String toString() {
        return name() + " (" + rule + ")";
    }

    private static Map<String, Object> child(Map<String, Object> parent, String key) {
        Object child = parent.get(key);
        return child == null ? Map.of() : map(child);
    }

    private static List<?> list(@Nullable Object value) {
        return value == null ? List.of() : (List<?>) value;
    }

    /**
     * A pod.
     *
     * @param spec its specification
     */
    record Pod(Map<String, Object> spec) {
        List<Map<String, Object>> containers() {
            List<Map<String, Object>> all = new ArrayList<>();
            for (String kind : List.of("initContainers", "containers", "ephemeralContainers")) {
                all.addAll(maps(spec.get(kind)));
            }
            return all;
        }

        /** Whether the security context of every container fulfils something. */
        boolean each(Predicate<Map<String, Object>> condition) {
            return containers().stream().map(c -> child(c, "securityContext")).allMatch(condition);
        }

        /** The contexts of the pod and of every container. */
        Stream<Map<String, Object>> contexts() {
            return Stream.concat(Stream.of(spec), containers().stream()).map(p -> child(p, "securityContext"));
        }

        /** Whether a key that a container inherits from the pod fulfils something, for every container. */
        boolean effective(String key, Predicate<@Nullable Object> condition) {
            Map<String, Object> pod = child(spec, "securityContext");
            return each(c -> condition.test(c.containsKey(key) ? c.get(key) : pod.get(key)));
        }
    }
}
