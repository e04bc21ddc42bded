package io.odradek.streamer.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.broker.Certificates;
import io.odradek.streamer.config.AccessToken;
import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.TlsFiles;
import io.odradek.streamer.kit.PemIdentity;
import io.odradek.streamer.tls.ClientTls;
import io.odradek.streamer.tls.ServerTls;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The port with TLS: who gets in, and with what. */
class TlsTest {
    private static final String TOKEN = "0123456789abcdef-secret";
    private static final String HERE = "ip:127.0.0.1,dns:localhost";

    @TempDir
    private static Path shared;

    private static Certificates authority;
    private static Certificates strangers;
    private static PemIdentity port;
    private static PemIdentity friend;
    private static PemIdentity stranger;

    @TempDir
    private Path dir;

    private final AtomicInteger pauses = new AtomicInteger();
    private @Nullable HttpEndpoint endpoint;

    @BeforeAll
    static void makeCertificates() throws IOException, GeneralSecurityException {
        authority = new Certificates(Files.createDirectory(shared.resolve("ours")));
        strangers = new Certificates(Files.createDirectory(shared.resolve("theirs")));
        port = PemIdentity.of(authority.key("port", HERE, "-1d", 30));
        friend = PemIdentity.of(authority.key("friend", "dns:friend", "-1d", 30));
        stranger = PemIdentity.of(strangers.key("stranger", "dns:stranger", "-1d", 30));
    }

    @AfterEach
    void stop() {
        if (endpoint != null) {
            endpoint.close();
        }
    }

    @Test
    void speaksTlsToWhoBelievesItsAuthorityAndNothingElse() throws Exception {
        start(port, false, Optional.empty());

        assertThat(get(client(Optional.empty()), "/metrics").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> get(HttpClient.newHttpClient(), "/metrics")).isInstanceOf(SSLHandshakeException.class);
        HttpRequest plain = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/health"))
                .timeout(Duration.ofSeconds(20))
                .build();
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(plain, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void asksForACertificateExceptForHealth() throws Exception {
        start(port, true, Optional.empty());
        HttpClient known = client(Optional.of(friend));
        HttpClient without = client(Optional.empty());

        assertThat(get(known, "/metrics").statusCode()).isEqualTo(200);
        assertThat(get(without, "/metrics").statusCode()).isEqualTo(403);
        assertThat(get(without, "/metrics").body()).contains("odradek.http.tls.clients.file");
        assertThat(get(without, "/health/live").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> get(client(Optional.of(stranger)), "/health/live"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void letsWhoHasACertificatePauseAndNobodyElse() throws Exception {
        start(port, true, Optional.empty());

        assertThat(post(client(Optional.empty()), "/pause", "").statusCode()).isEqualTo(403);
        assertThat(pauses).hasValue(0);
        assertThat(post(client(Optional.of(friend)), "/pause", "").statusCode()).isEqualTo(200);
        assertThat(pauses).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site, 403",
        "Origin, https://evil.example, 403",
        "Sec-Fetch-Site, same-origin, 200"
    })
    void anotherSiteMayNotPauseWithTheCertificateThatABrowserShows(String name, String value, int status)
            throws Exception {
        start(port, true, Optional.empty());
        HttpRequest request = request("/pause")
                .header(name, value)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        HttpResponse<String> response = client(Optional.of(friend)).send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(pauses).hasValue(status == 200 ? 1 : 0);
    }

    @Test
    void asksForBothWhereBothAreSet() throws Exception {
        start(port, true, Optional.of(AccessToken.read(Files.writeString(dir.resolve("token"), TOKEN), "test")));
        HttpClient known = client(Optional.of(friend));

        assertThat(post(known, "/pause", "").statusCode()).isEqualTo(401);
        assertThat(post(client(Optional.empty()), "/pause", TOKEN).statusCode()).isEqualTo(403);
        assertThat(pauses).hasValue(0);
        assertThat(post(known, "/pause", TOKEN).statusCode()).isEqualTo(200);
    }

    @Test
    void takesUpANewCertificateAndKeepsTheOldOneWhenTheNewOneIsBad() throws Exception {
        Path certificate = Files.copy(port.certificate(), dir.resolve("tls.crt"));
        Path key = Files.copy(port.key(), dir.resolve("tls.key"));
        start(new PemIdentity(certificate, key), false, Optional.empty());
        HttpClient ours = client(Optional.empty());
        assertThat(get(ours, "/health/live").statusCode()).isEqualTo(200);

        // Half of a renewal: the certificate of another key.
        PemIdentity next = PemIdentity.of(strangers.key("next", HERE, "-1d", 30));
        Files.copy(next.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        Awaitility.await()
                .pollDelay(Duration.ofMillis(1_200))
                .untilAsserted(() -> assertThat(
                                get(client(Optional.empty()), "/health/live").statusCode())
                        .isEqualTo(200));
        Files.copy(next.key(), key, StandardCopyOption.REPLACE_EXISTING);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(get(client(strangers, Optional.empty()), "/health/live")
                                .statusCode())
                        .isEqualTo(200));
        assertThatThrownBy(() -> get(client(Optional.empty()), "/health/live"))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void refusesAtStartWhatCannotServe() throws Exception {
        PemIdentity expired = PemIdentity.of(authority.key("expired", HERE, "-30d", 10));
        PemIdentity early = PemIdentity.of(authority.key("early", HERE, "+10d", 10));

        assertThatThrownBy(() -> tls(expired.certificate(), expired.key()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("odradek.http.tls.certificate.file")
                .hasMessageContaining("expired on");
        assertThatThrownBy(() -> tls(early.certificate(), early.key())).hasMessageContaining("valid only from");
        assertThatThrownBy(() -> tls(port.certificate(), stranger.key()))
                .hasMessageContaining("odradek.http.tls.key.file")
                .hasMessageContaining("not the key of the certificate");
    }

    private static ServerTls tls(Path certificate, Path key) {
        return ServerTls.of(new TlsFiles(certificate, key, Optional.empty()));
    }

    private void start(PemIdentity identity, boolean mutual, Optional<AccessToken> token) throws Exception {
        Optional<Path> clients = mutual ? Optional.of(authority.authorityPem()) : Optional.empty();
        ServerTls tls = ServerTls.of(new TlsFiles(identity.certificate(), identity.key(), clients));
        PauseSwitch flow = new PauseSwitch() {
            @Override
            public void pause() {
                pauses.incrementAndGet();
            }

            @Override
            public void resume() {}
        };
        endpoint = HttpEndpoint.start(
                "127.0.0.1",
                0,
                Optional.of(tls),
                new PrometheusRegistry(),
                () -> HttpEndpointTest.RUNNING,
                new OperatorAccess(new Admittance(token, tls.asksForCertificates()), flow),
                List.of());
    }

    private int port() {
        return Objects.requireNonNull(endpoint).port();
    }

    private static HttpClient client(Optional<PemIdentity> identity) throws Exception {
        return client(authority, identity);
    }

    private static HttpClient client(Certificates believed, Optional<PemIdentity> identity) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(ClientTls.context(
                        Optional.of(believed.authorityPem()),
                        identity.map(PemIdentity::certificate),
                        identity.map(PemIdentity::key)))
                .build();
    }

    private HttpResponse<String> get(HttpClient client, String path) throws Exception {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(HttpClient client, String path, String token) throws Exception {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20));
    }
}
