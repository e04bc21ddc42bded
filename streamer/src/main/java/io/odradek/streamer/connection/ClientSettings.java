package io.odradek.streamer.connection;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.StreamerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * The security settings of a Kafka client, looked through before a client is made of them. What is wrong is said with the
 * setting's name, and never with a password or a JAAS configuration. Immutable.
 */
public final class ClientSettings {
    private static final String PREFIX = "kafka.";
    private static final List<String> STORES =
            List.of(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);
    private static final List<String> PASSWORD_MECHANISMS = List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

    private static final String KAFKA_MODULES = "org.apache.kafka.common.security.";

    private final Map<String, ?> values;
    private final @Nullable SSLContext tls;
    private final Optional<String> user;

    /**
     * Reads stores and login.
     *
     * @param settings of an admin client, with {@code bootstrap.servers}
     * @throws ConfigException names the first setting that cannot be used
     */
    public ClientSettings(Map<String, Object> settings) {
        try {
            this.values = new AdminClientConfig(settings).values();
        } catch (org.apache.kafka.common.config.ConfigException e) {
            throw new ConfigException("Kafka refuses a setting: " + e.getMessage());
        }
        this.user = isSasl() ? login() : Optional.empty();
        this.tls = isTls() && values.get(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG) == null ? tlsContext() : null;
    }

    /**
     * Looks at what stands there, whether the protocol needs it or not: a login that can be read, stores that are there.
     * What a configuration provider of Kafka's fills in later is passed over, and stores where a class of the user's own
     * reads them.
     *
     * @param values of any client, as its {@code ConfigDef} parses them
     * @throws ConfigException names the first setting that cannot be used
     */
    public static void check(Map<String, ?> values) {
        if (values.get(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG) == null) {
            STORES.forEach(key -> requireFile(key, values.get(key)));
        }
        if (values.get(SaslConfigs.SASL_JAAS_CONFIG) instanceof Password jaas && !isReference(jaas.value())) {
            AppConfigurationEntry unused = login(values);
        }
    }

    private static AppConfigurationEntry login(Map<String, ?> values) {
        try {
            return JaasContext.loadClientContext(values).configurationEntries().get(0);
        } catch (RuntimeException e) {
            // Kafka's message may repeat a word of the value, and that word may be the password.
            throw new ConfigException(PREFIX + SaslConfigs.SASL_JAAS_CONFIG
                    + (values.get(SaslConfigs.SASL_JAAS_CONFIG) == null ? " is not set" : " is malformed")
                    + ", a login is: CLASS required username=\"NAME\" password=\"PASSWORD\"; with the semicolon");
        }
    }

    private static void requireFile(String key, @Nullable Object file) {
        if (file instanceof String name && !name.isEmpty() && !isReference(name) && !Files.isReadable(Path.of(name))) {
            throw new ConfigException(PREFIX + key + " is " + name + ": there is no such file, or it may not be read");
        }
    }

    private static boolean isReference(String value) {
        return value.contains("${");
    }

    /** Brokers to connect to first, {@code host:port} each. */
    public List<String> bootstrapServers() {
        return values.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG) instanceof List<?> servers
                ? servers.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The user of a login by password, where the settings name one. */
    public Optional<String> user() {
        return user;
    }

    String protocol() {
        return text(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG).toUpperCase(java.util.Locale.ROOT);
    }

    boolean isTls() {
        return protocol().endsWith("SSL");
    }

    boolean isSasl() {
        return protocol().startsWith("SASL");
    }

    String mechanism() {
        return text(SaslConfigs.SASL_MECHANISM);
    }

    /** As a client would make it; null where TLS is not used, or made by a class of the user's own. */
    @Nullable
    SSLContext tls() {
        return tls;
    }

    /** A setting as text; empty where it is not set. */
    String text(String key) {
        Object value = values.get(key);
        return value == null ? "" : String.valueOf(value);
    }

    /** A setting that is a list; null where it is not set. */
    String @Nullable [] list(String key) {
        return values.get(key) instanceof List<?> list && !list.isEmpty()
                ? list.stream().map(String::valueOf).toArray(String[]::new)
                : null;
    }

    private Optional<String> login() {
        String setting = PREFIX + SaslConfigs.SASL_JAAS_CONFIG;
        AppConfigurationEntry entry = login(values);
        if (!isThere(entry.getLoginModuleName())) {
            throw new ConfigException(setting + " begins with a login module that does not exist; for passwords it is"
                    + " org.apache.kafka.common.security.scram.ScramLoginModule or ...plain.PlainLoginModule");
        }
        if (isByOptions(entry)) {
            for (String option : List.of("username", "password")) {
                if (!entry.getOptions().containsKey(option)) {
                    throw new ConfigException(setting + " has no " + option + ", which " + mechanism() + " needs");
                }
            }
        }
        return Optional.ofNullable(entry.getOptions().get("username")).map(String::valueOf);
    }

    /** Kafka's own modules take user and password from their options, unless a handler of the user's own has them. */
    private boolean isByOptions(AppConfigurationEntry entry) {
        return PASSWORD_MECHANISMS.contains(mechanism())
                && entry.getLoginModuleName().startsWith(KAFKA_MODULES)
                && values.get(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS) == null;
    }

    private static boolean isThere(String className) {
        try {
            Class.forName(className, false, ClientSettings.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private SSLContext tlsContext() {
        STORES.forEach(key -> requireFile(key, values.get(key)));
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(values);
            requireAnchors(factory);
            return factory.sslContext();
        } catch (KafkaException | java.security.KeyStoreException e) {
            throw new ConfigException(unusable(e));
        }
    }

    /** Without its password, a PKCS12 file opens and shows no certificate. */
    private void requireAnchors(DefaultSslEngineFactory factory) throws java.security.KeyStoreException {
        if (factory.truststore() != null && factory.truststore().size() == 0) {
            throw new ConfigException(PREFIX + SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG + " is "
                    + text(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG)
                    + ": it shows no certificate; is kafka.ssl.truststore.password missing?");
        }
    }

    private String unusable(Exception failure) {
        String reason = StreamerException.rootCause(failure);
        String all = String.valueOf(failure.getMessage()) + failure.getCause();
        String keystore = text(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);
        boolean isKeystore = !keystore.isEmpty() && all.contains(keystore);
        String store = isKeystore ? "ssl.keystore" : "ssl.truststore";
        String file = text(store + ".location");
        if (file.isEmpty()) {
            return "the TLS settings kafka.ssl.* cannot be used: " + reason;
        }
        boolean password = chain(failure).contains("password");
        return PREFIX
                + store
                + (password ? ".password" : ".location")
                + (password ? " does not open " : " is ")
                + file
                + (password
                        ? ": it is wrong or missing"
                        : ": no " + (isKeystore ? "keystore" : "truststore") + " of type " + text(store + ".type")
                                + " (" + reason + "); set kafka." + store + ".type to PEM, PKCS12 or JKS");
    }

    private static String chain(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }
}
