package io.odradek.streamer.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Certificates;
import io.odradek.broker.InProcessBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/**
 * A real broker with an authorizer and a listener of each kind, Odradek's topics and a live model. Its user {@code
 * odradek} has the rights that {@code OPERATIONS.md} lists; the listener without login may do everything.
 */
public final class SecuredKafka implements AutoCloseable {
    /** Of the user {@code odradek}. */
    public static final String PASSWORD = "pa55word-of-odradek";

    private static final Path OPERATIONS = Path.of("..", "streamer", "OPERATIONS.md");
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required";

    private final InProcessBroker broker;
    private final Cluster cluster;
    private final Certificates certificates;
    private final Map<String, String> ownKey;

    /**
     * Starts.
     *
     * @param dir of the test, for certificates
     * @param others adds more listeners
     */
    public SecuredKafka(Path dir, OtherListeners others)
            throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        certificates = new Certificates(dir);
        broker = new InProcessBroker(Map.of(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:ANONYMOUS",
                "sasl.enabled.mechanisms", "SCRAM-SHA-512"));
        String here = "ip:127.0.0.1,dns:localhost";
        ownKey = certificates.key("good", here, "-1d", 365);
        listen("LOGIN", "SASL_SSL", ownKey);
        listen("EXPIRED", "SASL_SSL", certificates.key("expired", here, "-30d", 10));
        listen("ELSEWHERE", "SASL_SSL", certificates.key("elsewhere", "dns:kafka.example.com", "-1d", 365));
        listen("BARE", "SASL_PLAINTEXT", Map.of());
        Map<String, String> mutual = new HashMap<>(ownKey);
        mutual.put("ssl.client.auth", "required");
        mutual.put("ssl.truststore.type", "PEM");
        mutual.put("ssl.truststore.location", certificates.authorityPem().toString());
        broker.listen("MUTUAL", "SSL", mutual);
        others.add(broker, ownKey);
        cluster = new Cluster(1, broker);
        cluster.createTopics();
        cluster.publish("0", 0);
        try (Admin admin = admin()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "odradek", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get();
        }
        allow(needed("rights"));
    }

    /** The rules that the lines between two markers of {@code OPERATIONS.md} add. */
    public static List<AclBinding> needed(String marker) throws IOException {
        return AclCommands.rules(AclCommands.in(between(marker)));
    }

    /** More listeners. */
    @FunctionalInterface
    public interface OtherListeners {
        /** Adds them, with a key of the broker's host. */
        void add(InProcessBroker broker, Map<String, String> key);
    }

    private void listen(String name, String protocol, Map<String, String> key) {
        Map<String, String> all = new HashMap<>(key);
        all.put("scram-sha-512.sasl.jaas.config", SCRAM + ";");
        broker.listen(name, protocol, all);
    }

    /** The same broker, through the listener without login. */
    public Cluster cluster() {
        return cluster;
    }

    public Certificates certificates() {
        return certificates;
    }

    /** A key and certificate of a client's. */
    public Map<String, String> ownKey() {
        return ownKey;
    }

    public String address(String listener) {
        return broker.bootstrapServers(listener);
    }

    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** The client settings that {@code OPERATIONS.md} tells to paste, with what is of this test put in. */
    public Map<String, String> pasted(String marker) throws IOException, GeneralSecurityException {
        Map<String, String> settings = new LinkedHashMap<>();
        between(marker)
                .lines()
                .map(String::strip)
                .filter(l -> l.startsWith("kafka."))
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    settings.put(line.substring("kafka.".length(), equals), line.substring(equals + 1));
                });
        assertThat(settings).containsKey("ssl.truststore.location");
        settings.put("ssl.truststore.location", certificates.authorityPem().toString());
        settings.replaceAll((key, value) -> value.replace("PASSWORD", PASSWORD));
        return settings;
    }

    /** The rules in force. */
    public List<AclBinding> rules() throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            return new ArrayList<>(
                    admin.describeAcls(AclBindingFilter.ANY).values().get());
        }
    }

    public void allow(Collection<AclBinding> rules) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createAcls(rules).all().get();
        }
    }

    public void forbid(AclBinding rule) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.deleteAcls(List.of(rule.toFilter())).all().get();
        }
    }

    /** What stands between two markers of {@code OPERATIONS.md}. */
    private static String between(String marker) throws IOException {
        String text = Files.readString(OPERATIONS);
        int from = text.indexOf("<!-- " + marker + " -->");
        int to = text.indexOf("<!-- /" + marker + " -->");
        assertThat(from).as("marker %s in %s", marker, OPERATIONS).isBetween(0, to);
        return text.substring(from, to);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
