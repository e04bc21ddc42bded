package io.odradek.chart;

import static io.odradek.chart.Manifests.at;
import static io.odradek.chart.Manifests.map;
import static io.odradek.chart.Manifests.maps;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What Strimzi's operators would make of {@code examples/strimzi.yaml}. Stateless. */
final class StrimziExample {
    private StrimziExample() {}

    static Manifests manifests() {
        return Manifests.of(Chart.read(Chart.DIRECTORY.resolve("examples/strimzi.yaml")));
    }

    /** Its topics, on one broker. */
    static List<NewTopic> topics() {
        return manifests().of(Kind.KafkaTopic).stream()
                .map(topic -> {
                    Map<String, String> config = new TreeMap<>();
                    map(at(topic, "spec.config")).forEach((key, value) -> config.put(key, String.valueOf(value)));
                    return new NewTopic(
                                    (String) at(topic, "metadata.name"), (int) at(topic, "spec.partitions"), (short) 1)
                            .configs(config);
                })
                .toList();
    }

    /** The rules of one of its users. */
    static List<AclBinding> rules(String user) {
        List<AclBinding> rules = new ArrayList<>();
        for (Map<String, Object> acl : maps(at(manifests().named(Kind.KafkaUser, user), "spec.authorization.acls"))) {
            Map<String, Object> resource = map(acl.get("resource"));
            ResourcePattern pattern = new ResourcePattern(
                    ResourceType.valueOf(constant(resource.get("type"))),
                    String.valueOf(resource.get("name")),
                    "prefix".equals(resource.get("patternType")) ? PatternType.PREFIXED : PatternType.LITERAL);
            for (Object operation : (List<?>) at(acl, "operations")) {
                rules.add(new AclBinding(
                        pattern,
                        new AccessControlEntry(
                                "User:" + user,
                                "*",
                                AclOperation.valueOf(constant(operation)),
                                AclPermissionType.ALLOW)));
            }
        }
        return rules;
    }

    /** {@code transactionalId} is {@code TRANSACTIONAL_ID}. */
    static String constant(@org.jspecify.annotations.Nullable Object name) {
        return String.valueOf(name).replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}
