package io.odradek.trainer.cli;

import io.odradek.trainer.config.KafkaSettings;
import io.odradek.trainer.kafka.KafkaClients;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The way to Kafka, as every command that needs it asks. */
final class KafkaOptions {
    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:ODRADEK_BOOTSTRAP_SERVERS}",
            description = {
                "Kafka's address; several are comma-separated.",
                "Default: environment variable ODRADEK_BOOTSTRAP_SERVERS, then localhost:9092."
            })
    private @Nullable String bootstrapServers;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "Properties file with any Kafka client setting, prefixed 'kafka.', as in",
                "kafka.security.protocol=SSL. Other keys are left to other programs."
            })
    private @Nullable Path config;

    @Option(
            names = "-K",
            paramLabel = "KEY=VALUE",
            description = "A setting of Kafka's clients, without 'kafka.'; may be repeated. Wins over the file.")
    private Map<String, String> more = new LinkedHashMap<>();

    KafkaClients clients() {
        String servers = bootstrapServers == null || bootstrapServers.isBlank() ? null : bootstrapServers;
        return new KafkaClients(KafkaSettings.of(servers, config).with(more));
    }
}
