package io.odradek.streamer.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The environment variables that are the streamer's. Stateless. */
final class Environment {
    /** What every variable begins with. */
    private static final String PREFIX = "ODRADEK_";

    /** What Kubernetes sets in each container for a Service whose name begins with "odradek". */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            ".*_SERVICE_HOST|.*_SERVICE_PORT(_.*)?|.*_PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?");

    private Environment() {}

    /** The settings in an environment. @throws ConfigException when one is unknown, with the nearest name */
    static Map<Setting, Given> read(Map<String, String> environment) {
        Map<Setting, Given> found = new TreeMap<>();
        Map<String, String> left = new TreeMap<>(environment);
        for (Setting setting : Setting.values()) {
            String variable = setting.environmentVariable();
            String value = left.remove(variable);
            if (value != null) {
                found.put(setting, new Given(value, new Origin(Origin.Kind.ENVIRONMENT, variable)));
            }
        }
        left.forEach((variable, value) -> {
            if (variable.startsWith(PREFIX) && !isServiceLink(variable, value)) {
                throw new ConfigException("unknown environment variable " + variable + ": did you mean "
                        + Setting.nearestVariable(variable) + "?");
            }
        });
        return found;
    }

    /** A port alone may be a slip: of these only an address such as {@code tcp://10.0.0.1:80} is Kubernetes'. */
    private static boolean isServiceLink(String variable, String value) {
        return SERVICE_LINK.matcher(variable).matches()
                && (!variable.endsWith("_PORT")
                        || variable.contains("_SERVICE_PORT")
                        || variable.matches(".*_\\d+_(TCP|UDP|SCTP)_PORT")
                        || value.matches("(tcp|udp|sctp)://.*"));
    }
}
