package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Certificates;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.PemIdentity;
import io.odradek.streamer.kit.StreamerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The streamer as users start it, with mutual TLS on its HTTP port, and who asks it. */
class TlsIT {
    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();
    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
        cluster.createTopics();
        cluster.publish("0", 0);
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @Test
    void isPausedByWhoHasACertificateAndSaysToOthersWhatTheyLack() throws Exception {
        Certificates authority = new Certificates(dir);
        PemIdentity port = PemIdentity.of(authority.key("port", "ip:127.0.0.1", "-1d", 30));
        PemIdentity operator = PemIdentity.of(authority.key("operator", "dns:operator", "-1d", 30));
        Path ca = authority.authorityPem();
        Map<String, String> environment = Map.of(
                Setting.HTTP_TLS_CERTIFICATE_FILE.environmentVariable(),
                        port.certificate().toString(),
                Setting.HTTP_TLS_KEY_FILE.environmentVariable(), port.key().toString(),
                Setting.HTTP_TLS_CLIENTS_FILE.environmentVariable(), ca.toString());
        Path log = dir.resolve("streamer.log");
        try (StreamerProcess streamer = start(log, environment)) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> !streamer.isAlive() || streamer.output().contains("live page at https://"));

            List<String> with = List.of(
                    "--ca-file", ca.toString(),
                    "--certificate-file", operator.certificate().toString(),
                    "--key-file", operator.key().toString());
            assertThat(command("pause", with)).startsWith("paused by operator");
            assertThat(command("resume", with)).startsWith("not paused");
            Path token = HttpPort.tokenFile(dir);
            assertThat(command("pause", List.of("--ca-file", ca.toString(), "--token-file", token.toString())))
                    .contains("refuses: a client certificate is missing");
            assertThat(command("pause", List.of("--token-file", token.toString())))
                    .contains("--ca-file names who signed its certificate");
            assertThat(streamer.output()).doesNotContain("PRIVATE KEY");
        }
    }

    @Test
    void doesNotStartWithAKeyOfAnotherCertificate() throws Exception {
        PemIdentity one = PemIdentity.of(
                new Certificates(Files.createDirectory(dir.resolve("a"))).key("port", "ip:127.0.0.1", "-1d", 30));
        PemIdentity other = PemIdentity.of(
                new Certificates(Files.createDirectory(dir.resolve("b"))).key("port", "ip:127.0.0.1", "-1d", 30));
        Map<String, String> environment = Map.of(
                Setting.HTTP_TLS_CERTIFICATE_FILE.environmentVariable(),
                        one.certificate().toString(),
                Setting.HTTP_TLS_KEY_FILE.environmentVariable(), other.key().toString());

        try (StreamerProcess streamer = start(dir.resolve("streamer.log"), environment)) {
            assertThat(streamer.exitCode()).isEqualTo(2);
            assertThat(streamer.output())
                    .contains("odradek.http.tls.key.file")
                    .contains("it is not the key of the certificate in");
        }
    }

    private StreamerProcess start(Path log, Map<String, String> environment) {
        List<String> arguments = new ArrayList<>(List.of("run"));
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.HTTP_PORT, http.number());
        settings.forEach((setting, value) -> arguments.add(setting.option() + "=" + value));
        return StreamerProcess.start(log, environment, arguments);
    }

    /** What it prints, good or bad. */
    private String command(String name, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(name, "--url=https://127.0.0.1:" + http.number()));
        arguments.addAll(options);
        Path out = Files.createTempFile(dir, name, ".log");
        try (StreamerProcess process = StreamerProcess.start(out, Map.of(), arguments)) {
            int unused = process.exitCode();
            return process.output();
        }
    }
}
