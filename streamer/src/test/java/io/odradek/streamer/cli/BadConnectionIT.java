package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.SecuredKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Connections to a secured Kafka that cannot work: one line each, and no password in it. */
class BadConnectionIT extends SecuredKafkaCase {
    /** A connection that cannot work, and what must be said of it. */
    private record Bad(String listener, Map<String, String> settings, List<String> said) {}

    @Test
    void saysInOneLineWhyItCannotConnect() throws IOException, GeneralSecurityException {
        for (Bad bad : bad()) {
            for (String command : List.of("run", "models list", "dlq inspect", "check")) {
                CommandRun run = command.equals("run")
                        ? run(command, bad.settings, bad.listener, "--http-port=0")
                        : run(command, bad.settings, bad.listener);
                String line =
                        command.equals("check") ? run.out().lines().findFirst().orElse("") : run.err();
                // 2 where a setting alone is wrong, whatever the broker.
                assertThat(run.code()).as("%s %s%n%s", command, bad, run).isIn(1, command.equals("check") ? 1 : 2);
                assertThat(line.strip().lines()).as("%s %s", command, bad).hasSize(1);
                assertThat(line).as("%s %s", command, bad).contains(bad.said);
                assertThat(run.out() + run.err())
                        .doesNotContain(
                                SecuredKafka.PASSWORD, "guess", "store-password", "required username=\"odradek");
            }
        }
    }

    private List<Bad> bad() throws IOException, GeneralSecurityException {
        String file = dir.resolve("nothing.p12").toString();
        String noStore = Files.writeString(dir.resolve("no-store.txt"), "text").toString();
        String truststore = kafka.certificates().truststore().toString();
        String strange = kafka.certificates().strangeTruststore().toString();
        String login = "org.apache.kafka.common.security.scram.ScramLoginModule required ";
        List<Bad> all = new ArrayList<>();
        all.add(bad(
                "EXPIRED",
                Map.of(),
                "cannot connect to Kafka at " + kafka.address("EXPIRED"),
                "(CN=broker) expired on 20"));
        all.add(bad("ELSEWHERE", Map.of(), "is for kafka.example.com, not for 127.0.0.1", "odradek.bootstrap.servers"));
        all.add(bad(
                "LOGIN",
                store(strange, "store-password"),
                "signed by none that we trust",
                "issuer CN=Test CA",
                strange));
        all.add(bad(
                "LOGIN", store(file, "store-password"), "kafka.ssl.truststore.location is " + file, "no such file"));
        all.add(bad("LOGIN", store(truststore, "guess"), "kafka.ssl.truststore.password does not open " + truststore));
        all.add(bad(
                "LOGIN",
                store(noStore, "guess"),
                "kafka.ssl.truststore.location is " + noStore,
                "no truststore of type PKCS12"));
        all.add(bad(
                "LOGIN",
                Map.of("security.protocol", "PLAINTEXT"),
                "this port speaks TLS, and kafka.security.protocol is PLAINTEXT"));
        all.add(bad(
                "LOGIN", Map.of("security.protocol", "SASL_PLAINTEXT"), "this port speaks TLS", "set it to SASL_SSL"));
        all.add(bad(
                "LOGIN", Map.of("security.protocol", "SSL"), "this port wants a login", "SASL_SSL", "SCRAM-SHA-512"));
        all.add(bad("BARE", Map.of(), "this port speaks no TLS, and kafka.security.protocol is SASL_SSL"));
        all.add(bad("PLAINTEXT", Map.of(), "this port speaks no TLS"));
        all.add(bad("PLAINTEXT", Map.of("security.protocol", "SASL_PLAINTEXT"), "this port takes no login"));
        all.add(bad(
                "MUTUAL",
                Map.of("security.protocol", "SSL"),
                "asks for a certificate of ours",
                "kafka.ssl.keystore.location"));
        all.add(bad(
                "LOGIN",
                jaas(login + "username=\"odradek\" password=\"guess\";"),
                "refuses the login",
                "invalid credentials",
                "kafka.sasl.jaas.config"));
        all.add(bad(
                "LOGIN",
                jaas(login + "username=\"nobody\" password=\"guess\";"),
                "refuses the login",
                "invalid credentials"));
        all.add(bad(
                "LOGIN",
                Map.of("sasl.mechanism", "SCRAM-SHA-256"),
                "does not know the SASL mechanism SCRAM-SHA-256",
                "it knows SCRAM-SHA-512"));
        all.add(bad(
                "LOGIN",
                jaas(login + "username=\"odradek\" password=\"guess\""),
                "kafka.sasl.jaas.config is malformed",
                "semicolon"));
        all.add(bad("LOGIN", jaas("guess;"), "kafka.sasl.jaas.config is malformed"));
        all.add(bad("LOGIN", jaas(login + "username=\"odradek\";"), "kafka.sasl.jaas.config has no password"));
        all.add(bad("LOGIN", jaas("com.example.NoModule required;"), "login module that does not exist"));
        return all;
    }

    private Bad bad(String listener, Map<String, String> changes, String... said)
            throws IOException, GeneralSecurityException {
        Map<String, String> settings = kafka.pasted("secured:scram");
        settings.putAll(changes);
        return new Bad(listener, settings, List.of(said));
    }

    private static Map<String, String> jaas(String value) {
        return Map.of("sasl.jaas.config", value);
    }
}
