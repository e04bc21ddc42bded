package io.odradek.broker;

import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** A single-node KRaft broker (combined mode) in a container that the JVM's end removes. */
final class BrokerContainer {
    private final Map<String, String> settings;
    private final KafkaOnLoopback kafka;

    /**
     * Starts it; returns when it serves requests.
     *
     * @param image behaves as {@code apache/kafka}
     * @param settings broker settings that replace those of {@link InProcessBroker#MODEST}
     */
    BrokerContainer(String image, Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
        kafka = new KafkaOnLoopback(image);
        kafka.withEnv("CLUSTER_ID", Uuid.randomUuid().toString());
        kafka.withEnv("KAFKA_HEAP_OPTS", "-Xms256m -Xmx512m");
        InProcessBroker.MODEST.forEach((key, value) -> kafka.withEnv(variable(key), value));
        settings.forEach((key, value) -> kafka.withEnv(variable(key), value));
        kafka.start();
    }

    Map<String, String> settings() {
        return settings;
    }

    String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    /** As {@code docker ps} shows it. */
    String id() {
        return kafka.getContainerId().substring(0, 12);
    }

    void stop() {
        kafka.stop();
    }

    /** The environment variable from which the image takes a broker setting. */
    static String variable(String setting) {
        return "KAFKA_"
                + setting.toUpperCase(Locale.ROOT)
                        .replace("_", "__")
                        .replace("-", "___")
                        .replace('.', '_');
    }
}
