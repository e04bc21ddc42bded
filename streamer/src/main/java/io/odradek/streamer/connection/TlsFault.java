package io.odradek.streamer.connection;

import io.odradek.streamer.config.StreamerException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.kafka.common.config.SslConfigs;

/** What is wrong when a TLS handshake fails. Stateless. */
final class TlsFault {
    /** How Java says that a certificate is another host's; "No trusted certificate found" is none of it. */
    private static final Pattern HOST_FAULT = Pattern.compile("^No (subject alternative|name matching)");

    private static final String ALERT = "Received fatal alert: ";

    private TlsFault() {}

    /**
     * The fault, for people.
     *
     * @param failure of the handshake
     * @param address that was connected to, under the name that the certificate should have
     */
    static String of(IOException failure, InetSocketAddress address, ClientSettings settings) {
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith(ALERT)) {
            return alert(message.substring(ALERT.length()), settings);
        }
        Throwable cause = cause(failure);
        Optional<X509Certificate> shown = certificate(address, settings);
        String subject = shown.map(c -> " (" + c.getSubjectX500Principal().getName() + ")")
                .orElse("");
        if (cause instanceof CertificateExpiredException) {
            return "its certificate" + subject + " expired on "
                    + shown.map(c -> c.getNotAfter().toInstant().toString()).orElse(cause.getMessage())
                    + ": the broker needs a new one";
        }
        if (cause instanceof CertificateNotYetValidException) {
            return "its certificate" + subject + " is valid only from "
                    + shown.map(c -> c.getNotBefore().toInstant().toString()).orElse(cause.getMessage())
                    + " on: compare the clocks";
        }
        if (cause instanceof CertPathBuilderException) {
            return "its certificate" + subject + " is signed by none that we trust ("
                    + shown.map(c -> "issuer " + c.getIssuerX500Principal().getName() + "; ")
                            .orElse("")
                    + trusted(settings) + ")";
        }
        if (cause instanceof CertificateException
                && HOST_FAULT.matcher(String.valueOf(cause.getMessage())).find()) {
            return "its certificate" + subject + " is for "
                    + shown.map(TlsFault::names).orElse("another host") + ", not for " + address.getHostString()
                    + ": write a name of the certificate into odradek.bootstrap.servers, or give the broker one with this name";
        }
        return "the TLS handshake failed: " + StreamerException.rootCause(failure);
    }

    /** The certificate that is shown to whoever asks, trusted or not; empty where no TLS is spoken. Nothing is sent. */
    static Optional<X509Certificate> certificate(InetSocketAddress address, ClientSettings settings) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            Witness witness = new Witness();
            context.init(null, new TrustManager[] {witness}, null);
            try (Socket raw = Hello.connect(address);
                    SSLSocket socket = (SSLSocket) context.getSocketFactory()
                            .createSocket(raw, address.getHostString(), address.getPort(), true)) {
                socket.startHandshake();
            } catch (IOException e) {
                // It was refused on purpose, after it was seen.
            }
            return Optional.ofNullable(witness.seen);
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static String alert(String alert, ClientSettings settings) {
        String keystore = settings.text(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);
        if (alert.contains("certificate") || alert.equals("unknown_ca")) {
            return keystore.isEmpty()
                    ? "the broker asks for a certificate of ours: set kafka.ssl.keystore.location, .type and .password"
                    : "the broker refuses our certificate in kafka.ssl.keystore.location " + keystore + " (" + alert
                            + ")";
        }
        return "the broker refuses the TLS handshake (" + alert + "): compare kafka.ssl.enabled.protocols";
    }

    private static String trusted(ClientSettings settings) {
        String file = settings.text(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);
        boolean inline =
                !settings.text(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG).isEmpty();
        return inline
                ? "kafka.ssl.truststore.certificates"
                : file.isEmpty()
                        ? "kafka.ssl.truststore.location is not set, so Java's own authorities count"
                        : "kafka.ssl.truststore.location " + file;
    }

    /** The innermost cause: what JSSE wraps says only that something failed. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? "no host"
                    : names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.joining(", "));
        } catch (CertificateParsingException e) {
            return "another host";
        }
    }

    /** Looks at the certificate and trusts none. */
    private static final class Witness extends X509ExtendedTrustManager {
        private volatile @org.jspecify.annotations.Nullable X509Certificate seen;

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            seen = chain[0];
            throw new CertificateException("only looked at");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("no server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
