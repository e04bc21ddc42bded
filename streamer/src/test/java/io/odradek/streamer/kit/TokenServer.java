package io.odradek.streamer.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.odradek.broker.InProcessBroker;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** An OAuth 2 server: gives signed tokens to the client {@code odradek}, and its public key to brokers. */
public final class TokenServer implements AutoCloseable {
    private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String PACKAGE = "org.apache.kafka.common.security.oauthbearer.";

    private final HttpServer server;
    private final KeyPair keys;
    private final String secret;

    public TokenServer(String secret) throws IOException, GeneralSecurityException {
        this.secret = secret;
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        this.keys = generator.generateKeyPair();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::token);
        server.createContext("/keys", exchange -> answer(exchange, 200, jwks()));
        server.start();
        System.setProperty(ALLOWED, tokenUrl() + "," + url("/keys"));
    }

    public String tokenUrl() {
        return url("/token");
    }

    /** A listener that takes this server's tokens. */
    public void listen(InProcessBroker broker, Map<String, String> key) {
        Map<String, String> settings = new HashMap<>(key);
        settings.put("sasl.enabled.mechanisms", "OAUTHBEARER");
        settings.put("oauthbearer.sasl.jaas.config", PACKAGE + "OAuthBearerLoginModule required;");
        settings.put("oauthbearer.sasl.server.callback.handler.class", PACKAGE + "OAuthBearerValidatorCallbackHandler");
        settings.put("sasl.oauthbearer.jwks.endpoint.url", url("/keys"));
        settings.put("sasl.oauthbearer.expected.audience", "kafka");
        broker.listen("TOKEN", "SASL_SSL", settings);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void token(HttpExchange exchange) throws IOException {
        String wanted = "Basic " + base64(Base64.getEncoder(), "odradek:" + secret);
        if (wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 200, "{\"access_token\":\"" + jwt() + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
        } else {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
        }
    }

    private String jwt() {
        long now = Instant.now().getEpochSecond();
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String signed = base64(encoder, "{\"alg\":\"RS256\",\"kid\":\"1\"}") + "."
                + base64(
                        encoder,
                        "{\"sub\":\"odradek\",\"aud\":\"kafka\",\"iat\":" + now + ",\"exp\":" + (now + 3_600) + "}");
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoder.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private String jwks() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"1\",\"alg\":\"RS256\",\"n\":\"" + number(key.getModulus())
                + "\",\"e\":\"" + number(key.getPublicExponent()) + "\"}]}";
    }

    /** Without the byte of its sign. */
    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private static String base64(Base64.Encoder encoder, String text) {
        return encoder.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        System.clearProperty(ALLOWED);
        server.stop(0);
    }
}
