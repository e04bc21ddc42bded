package io.odradek.streamer.tls;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.TlsFiles;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** TLS 1.2 and 1.3 for the HTTP port, with the files as they are whenever somebody connects. Thread-safe. */
public final class ServerTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final SSLContext context;
    private final boolean asks;

    private ServerTls(SSLContext context, boolean asks) {
        this.context = context;
        this.asks = asks;
    }

    /**
     * Reads the files.
     *
     * @throws ConfigException names the setting and what is wrong with its file
     */
    public static ServerTls of(TlsFiles files) {
        RenewedKeys keys =
                new RenewedKeys(List.of(files.certificate(), files.key()), () -> identity(files), System::nanoTime);
        try {
            // Without authorities nobody's certificate is believed, nor asked for.
            TrustManager[] trust = files.clients().isEmpty()
                    ? new TrustManager[0]
                    : Stores.trusting(authorities(files.clients().get()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, trust, null);
            return new ServerTls(context, files.clients().isPresent());
        } catch (GeneralSecurityException e) {
            throw new ConfigException("TLS of the HTTP port cannot be set up: " + e);
        }
    }

    private static List<X509Certificate> authorities(Path file) {
        return new PemFile(file, Setting.HTTP_TLS_CLIENTS_FILE.key()).certificates();
    }

    private static Identity identity(TlsFiles files) {
        return Identity.read(
                files.certificate(),
                Setting.HTTP_TLS_CERTIFICATE_FILE.key(),
                files.key(),
                Setting.HTTP_TLS_KEY_FILE.key());
    }

    /** Whether clients are asked for certificates. One that shows none can connect all the same, and is told so. */
    public boolean asksForCertificates() {
        return asks;
    }

    /** For Java's server. */
    public HttpsConfigurator configurator() {
        return new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setProtocols(PROTOCOLS);
                ssl.setWantClientAuth(asks);
                parameters.setSSLParameters(ssl);
            }
        };
    }
}
