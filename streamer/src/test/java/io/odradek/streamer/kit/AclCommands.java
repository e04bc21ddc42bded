package io.odradek.streamer.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What {@code kafka-acls.sh --add} would do with a pasted line. */
public final class AclCommands {
    private static final Map<String, ResourceType> KINDS = Map.of(
            "--topic", ResourceType.TOPIC,
            "--group", ResourceType.GROUP,
            "--transactional-id", ResourceType.TRANSACTIONAL_ID);

    private AclCommands() {}

    /** The lines of a text that are such commands. */
    public static List<String> in(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("kafka-acls.sh "))
                .toList();
    }

    /** Each rule that the lines add: one for each operation on each resource. */
    public static List<AclBinding> rules(List<String> commands) {
        List<AclBinding> rules = new ArrayList<>();
        for (String command : commands) {
            String principal = all("--allow-principal (\\S+)", command).get(0);
            for (ResourcePattern resource : resources(command)) {
                for (String operation : all("--operation (\\w+)", command)) {
                    String name =
                            operation.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
                    rules.add(new AclBinding(
                            resource,
                            new AccessControlEntry(
                                    principal, "*", AclOperation.valueOf(name), AclPermissionType.ALLOW)));
                }
            }
        }
        return rules;
    }

    private static List<ResourcePattern> resources(String command) {
        PatternType type =
                command.contains("--resource-pattern-type prefixed") ? PatternType.PREFIXED : PatternType.LITERAL;
        List<ResourcePattern> resources = new ArrayList<>();
        KINDS.forEach((option, kind) ->
                all(option + " (\\S+)", command).forEach(name -> resources.add(new ResourcePattern(kind, name, type))));
        if (command.contains("--cluster")) {
            resources.add(new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL));
        }
        if (resources.isEmpty()) {
            throw new AssertionError("no resource in " + command);
        }
        return resources;
    }

    private static List<String> all(String pattern, String command) {
        Matcher matcher = Pattern.compile(pattern).matcher(command);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
