package io.odradek.streamer.cli;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.SecuredKafka;
import io.odradek.streamer.kit.TokenServer;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One secured broker with several listeners for all tests of a class. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class SecuredKafkaCase {
    static final List<String> GUARANTEES = List.of("at_least_once", "exactly_once_v2");

    @TempDir
    static Path dir;

    static TokenServer tokens;
    static SecuredKafka kafka;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        tokens = new TokenServer(SecuredKafka.PASSWORD);
        kafka = new SecuredKafka(dir, tokens::listen);
    }

    @AfterAll
    static void stop() {
        kafka.close();
        tokens.close();
    }

    static void answersAnImageAndRefusesAnother() {
        long predictions = kafka.cluster().count("predictions");
        long letters = kafka.cluster().count("images-dlq");
        kafka.cluster().send(new ProducerRecord<>("images", TestModels.image(1)));
        kafka.cluster().send(new ProducerRecord<>("images", new byte[] {1}));
        await(() -> kafka.cluster().count("predictions") > predictions
                && kafka.cluster().count("images-dlq") > letters);
    }

    static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
    }

    static Map<Setting, String> settings(String listener) {
        Map<Setting, String> settings = new HashMap<>(kafka.cluster().settings());
        settings.put(Setting.BOOTSTRAP_SERVERS, kafka.address(listener));
        settings.put(Setting.THREADS, "1");
        return settings;
    }

    static CommandRun check(Map<String, String> settings, String guarantee) throws IOException {
        return run("check", settings, "LOGIN", "--processing-guarantee=" + guarantee);
    }

    static CommandRun run(String command, Map<String, String> kafkaSettings, String listener, String... more)
            throws IOException {
        return CommandRun.of(arguments(command, kafkaSettings, listener, more).toArray(new String[0]));
    }

    /** With the settings in a file, as {@code OPERATIONS.md} tells. */
    static List<String> arguments(String command, Map<String, String> kafkaSettings, String listener, String... more)
            throws IOException {
        StringBuilder file = new StringBuilder();
        new LinkedHashMap<>(kafkaSettings)
                .forEach((key, value) -> file.append("kafka.")
                        .append(key)
                        .append('=')
                        .append(value)
                        .append('\n'));
        List<String> all = new ArrayList<>(List.of(command.split(" ")));
        all.add("--config=" + Files.writeString(dir.resolve("client.properties"), file));
        all.add("--bootstrap-servers=" + kafka.address(listener));
        if (!command.startsWith("dlq") && !command.startsWith("models")) {
            all.add("--model-name=" + TestModels.NAME);
        }
        all.addAll(List.of(more));
        return all;
    }

    static Set<String> topics() throws ExecutionException, InterruptedException {
        try (Admin admin = kafka.admin()) {
            Set<String> names = new HashSet<>(admin.listTopics().names().get());
            // Kafka's own.
            names.removeIf(name -> name.startsWith("__"));
            return names;
        }
    }

    static Map<String, String> store(String file, String password) {
        return Map.of(
                "ssl.truststore.type", "PKCS12",
                "ssl.truststore.location", file,
                "ssl.truststore.password", password);
    }
}
