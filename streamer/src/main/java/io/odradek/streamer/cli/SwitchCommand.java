package io.odradek.streamer.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.odradek.streamer.config.AccessToken;
import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.tls.ClientTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pause} and {@code resume}: ask a running streamer over HTTP, and print its new state. */
abstract class SwitchCommand implements Callable<Integer> {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 3;
    private static final int MAX_ANSWER_BYTES = 65_536;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private static final String TOKEN_FILE = "--token-file";

    private final String path;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "the streamer's HTTP port [default ${DEFAULT-VALUE}]")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = TOKEN_FILE,
            paramLabel = "FILE",
            defaultValue = "${env:ODRADEK_HTTP_TOKEN_FILE}",
            description =
                    "the file that the streamer's odradek.http.token.file names, or a copy [environment variable ODRADEK_HTTP_TOKEN_FILE]")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description =
                    "with https: PEM file of the authorities of the port's certificate [default: those Java knows]")
    private @Nullable Path authorities;

    @Option(
            names = "--certificate-file",
            paramLabel = "FILE",
            description = "PEM file of a client certificate, for a streamer with odradek.http.tls.clients.file")
    private @Nullable Path certificate;

    @Option(names = "--key-file", paramLabel = "FILE", description = "PEM file of its private key, without password")
    private @Nullable Path key;

    private SwitchCommand(String path) {
        this.path = path;
    }

    @Override
    public Integer call() {
        SSLContext tls = ClientTls.context(
                Optional.ofNullable(authorities), Optional.ofNullable(certificate), Optional.ofNullable(key));
        HttpResponse<InputStream> response = ask(tls, token());
        spec.commandLine().getOut().println(state(response));
        return 0;
    }

    /** A streamer that asks for a certificate may ask for no token. */
    private Optional<AccessToken> token() {
        if (tokenFile != null && !tokenFile.toString().isBlank()) {
            return Optional.of(AccessToken.read(tokenFile, TOKEN_FILE));
        }
        if (certificate != null) {
            return Optional.empty();
        }
        throw new ConfigException(TOKEN_FILE + " is missing: name the file that the streamer's"
                + " odradek.http.token.file names, here or in the environment variable ODRADEK_HTTP_TOKEN_FILE");
    }

    private HttpResponse<InputStream> ask(SSLContext tls, Optional<AccessToken> token) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT).sslContext(tls).build();
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(url.toString().replaceAll("/+$", "") + path))
                    .timeout(ANSWER)
                    .POST(HttpRequest.BodyPublishers.noBody());
            token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.secret()));
            return send(client, request.build());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--url is \"" + url + "\", allowed: http://HOST:PORT or https://HOST:PORT");
        } catch (ConnectException e) {
            throw new StreamerException(
                    "nothing listens at " + url
                            + ": is the streamer running, and is that its odradek.http.host and odradek.http.port?",
                    e);
        } catch (HttpTimeoutException e) {
            throw new StreamerException("no answer from " + url + " within " + ANSWER.toSeconds() + " s", e);
        } catch (SSLException e) {
            throw new StreamerException(
                    "no answer from " + url + ": " + StreamerException.rootCause(e)
                            + "; --ca-file names who signed its certificate, and it must be for the host in --url",
                    e);
        } catch (IOException e) {
            throw new StreamerException("no answer from " + url + ": " + StreamerException.rootCause(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamerException("interrupted while asking " + url, e);
        }
    }

    /** A busy streamer hangs up on a handshake that takes long; asking twice for a state is as good as asking once. */
    private static HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            } catch (ConnectException | HttpTimeoutException | SSLException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private String state(HttpResponse<InputStream> response) {
        String body = body(response);
        return switch (response.statusCode()) {
            case OK -> describe(body);
            case UNAUTHORIZED ->
                throw new StreamerException("the streamer at " + url
                        + (tokenFile == null ? " asks for a token" : " does not know the token in " + tokenFile)
                        + ": take the file that its odradek.http.token.file named when it started");
            case FORBIDDEN -> throw new StreamerException("the streamer at " + url + " refuses: " + OneLine.of(body));
            default ->
                throw new StreamerException("what answers at " + url + path + " is no streamer of this version"
                        + " (status " + response.statusCode() + "): " + OneLine.of(body));
        };
    }

    private String body(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            return new String(in.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new StreamerException("the answer from " + url + " broke off: " + e.getMessage(), e);
        }
    }

    private String describe(String body) {
        try {
            JsonObject health = JsonParser.parseString(body).getAsJsonObject();
            String paused = text(health, "paused");
            return paused.isEmpty()
                    ? "not paused (state: " + text(health, "state") + ")"
                    : "paused " + paused + " (state: " + text(health, "state") + ")";
        } catch (JsonParseException | IllegalStateException e) {
            throw new StreamerException("what answers at " + url + " is no streamer: " + OneLine.of(body), e);
        }
    }

    private static String text(JsonObject json, String key) {
        JsonElement value = json.get(key);
        return value == null || !value.isJsonPrimitive() ? "" : OneLine.of(value.getAsString());
    }

    /** {@code pause}. */
    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = {
                "Let a running streamer take no further image until \"streamer resume\".",
                "",
                "It stays in its group, keeps its partitions and goes on loading models; it is alive and not ready."
                        + " What it was just working on is answered. Images wait in their topic: mind its retention."
                        + " A restart ends the pause. Each instance is paused for itself.",
                ""
            },
            footer = {
                "",
                "Example:  streamer pause --token-file /run/secrets/odradek-token",
                "",
                "Exit codes: 0 paused, 1 the streamer did not do it, 2 wrong usage or token file."
            })
    static final class Pause extends SwitchCommand {
        Pause() {
            super("/pause");
        }
    }

    /** {@code resume}. */
    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = {
                "Let a paused streamer go on, whether an operator or its breaker paused it.",
                "",
                "The breaker begins with a fresh window. What waited is answered with the model that is live now.",
                ""
            },
            footer = {
                "",
                "Examples:",
                "  streamer resume --url http://10.0.0.7:8080 --token-file /run/secrets/odradek-token",
                "  streamer resume --url https://odradek:8080 --ca-file ca.pem --certificate-file me.pem --key-file me.key",
                "",
                "Exit codes: 0 not paused, 1 the streamer did not do it, 2 wrong usage or token file."
            })
    static final class Resume extends SwitchCommand {
        Resume() {
            super("/resume");
        }
    }
}
