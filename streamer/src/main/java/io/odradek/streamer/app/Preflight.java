package io.odradek.streamer.app;

import io.odradek.streamer.config.AccessToken;
import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/** What can be known to be wrong before anybody is asked over the network. Stateless. */
public final class Preflight {
    private static final String CLIENT = "odradek";

    private Preflight() {}

    /**
     * Reads the token, lets each of Kafka's clients look at its settings, and looks whether the files that they name are
     * there.
     *
     * @throws ConfigException for what is wrong; shows no secret
     */
    public static void check(StreamerConfig config) {
        config.operation().tokenFile().ifPresent(file -> AccessToken.read(file, Setting.HTTP_TOKEN_FILE.key()));
        StreamsConfig streams = StreamsSettings.of(config);
        Map<String, Object> consumer = streams.getMainConsumerConfigs(CLIENT, CLIENT, 0);
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        Map<String, Object> producer = streams.getProducerConfigs(CLIENT);
        producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        checkLogin(parse(ConsumerConfig.configDef(), consumer));
        checkLogin(parse(ProducerConfig.configDef(), producer));
        checkLogin(parse(AdminClientConfig.configDef(), streams.getAdminConfigs(CLIENT)));
        config.kafka().forEach(Preflight::checkFile);
    }

    private static Map<String, Object> parse(ConfigDef definition, Map<String, Object> settings) {
        try {
            return definition.parse(settings);
        } catch (org.apache.kafka.common.config.ConfigException e) {
            throw new ConfigException("Kafka refuses a setting: " + e.getMessage());
        }
    }

    /** Kafka's own complaint would quote what stands where the password may be. */
    private static void checkLogin(Map<String, Object> settings) {
        if (settings.get(SaslConfigs.SASL_JAAS_CONFIG) instanceof Password jaas && !hasReference(jaas.value())) {
            try {
                JaasContext.loadClientContext(settings);
            } catch (IllegalArgumentException e) {
                throw new ConfigException(
                        "kafka." + SaslConfigs.SASL_JAAS_CONFIG + " (a secret, not shown) cannot be read,"
                                + " allowed: LOGIN.MODULE required NAME=\"VALUE\" ...; with the semicolon");
            }
        }
    }

    private static void checkFile(String key, String value) {
        boolean names = key.endsWith(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG)
                || key.endsWith(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);
        if (names && !hasReference(value) && !Files.isReadable(Path.of(value))) {
            throw new ConfigException("kafka." + key + " is \"" + value + "\": there is no file that can be read");
        }
    }

    /** Kafka's configuration providers fill it in later. */
    private static boolean hasReference(String value) {
        return value.contains("${");
    }
}
