package io.odradek.streamer.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.odradek.streamer.config.AccessToken;
import io.odradek.streamer.config.Setting;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What a client must show. Each that is there is asked for. Immutable.
 *
 * @param token the secret, for the page, pause and resume; if there is one
 * @param certificates whether a client's certificate, by which TLS has already believed its authority, is asked for by all
 *     but {@code /health}
 */
public record Admittance(Optional<AccessToken> token, boolean certificates) {
    /** Of who reaches the port nothing is asked. */
    public static final Admittance ANYBODY = new Admittance(Optional.empty(), false);

    /** Whether something is asked for at all. */
    boolean asks() {
        return certificates || token.isPresent();
    }

    /** For people: who has it. */
    String bearer() {
        if (token.isEmpty()) {
            return "who has a certificate";
        }
        return certificates ? "who has a certificate and the token" : "who has the token";
    }

    /** What is wrong with the token of a request, if anything. */
    Optional<Refusal> tokenRefusal(HttpExchange exchange) {
        return token.flatMap(secret -> BearerToken.refusal(exchange, secret));
    }

    /** What is wrong with the certificate of who sent a request, if anything. */
    Optional<Refusal> certificateRefusal(HttpExchange exchange) {
        return certificates && !hasCertificate(exchange)
                ? Optional.of(Refusal.forbidden("a client certificate is missing: show one of an authority in "
                        + Setting.HTTP_TLS_CLIENTS_FILE.key()))
                : Optional.empty();
    }

    private static boolean hasCertificate(HttpExchange exchange) {
        if (!(exchange instanceof HttpsExchange https)) {
            return false;
        }
        try {
            return https.getSSLSession().getPeerCertificates().length > 0;
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }
}
