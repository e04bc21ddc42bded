package io.odradek.streamer.app;

import io.odradek.streamer.config.AccessToken;
import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.connection.ClientSettings;
import io.odradek.streamer.tls.ServerTls;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/** What can be known to be wrong before anybody is asked over the network. Stateless. */
public final class Preflight {
    private static final String CLIENT = "odradek";

    private Preflight() {}

    /**
     * Reads the token and the files for TLS, lets each of Kafka's clients look at its settings, and opens login and stores.
     *
     * @throws ConfigException for what is wrong; shows no secret
     */
    public static void check(StreamerConfig config) {
        config.operation().tokenFile().ifPresent(file -> AccessToken.read(file, Setting.HTTP_TOKEN_FILE.key()));
        config.http().tls().ifPresent(ServerTls::of);
        StreamsConfig streams = StreamsSettings.of(config);
        checkConsumer(streams.getMainConsumerConfigs(CLIENT, CLIENT, 0));
        // It reads the models topic.
        checkConsumer(streams.getRestoreConsumerConfigs(CLIENT));
        Map<String, Object> producer = streams.getProducerConfigs(CLIENT);
        producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        check(ProducerConfig.configDef(), producer);
        check(AdminClientConfig.configDef(), streams.getAdminConfigs(CLIENT));
        // Opens the stores, too.
        ClientSettings unused = new ClientSettings(streams.getAdminConfigs(CLIENT));
    }

    /**
     * Sees whether model files can be kept: later, beside other lines of a log, the reason of a start that failed would be
     * hard to find.
     *
     * @throws StreamerException when nothing can be written there
     */
    public static void checkDirectory(StreamerConfig config) {
        Path directory = config.model().directory();
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "odradek-", ".try"));
        } catch (IOException e) {
            String reason = e instanceof FileSystemException failed && failed.getReason() != null
                    ? failed.getReason()
                    : e.getClass().getSimpleName();
            throw new StreamerException(
                    Setting.MODEL_DIR.key() + " is \"" + directory + "\", where nothing can be written (" + reason
                            + "): name a directory that this user may write to, in a container a mounted volume",
                    e);
        }
    }

    private static void checkConsumer(Map<String, Object> consumer) {
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        check(ConsumerConfig.configDef(), consumer);
    }

    private static void check(ConfigDef definition, Map<String, Object> settings) {
        try {
            ClientSettings.check(definition.parse(settings));
        } catch (org.apache.kafka.common.config.ConfigException e) {
            throw new ConfigException("Kafka refuses a setting: " + e.getMessage());
        }
    }
}
