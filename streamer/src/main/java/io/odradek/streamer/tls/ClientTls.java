package io.odradek.streamer.tls;

import io.odradek.streamer.config.ConfigException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS for who asks a streamer's HTTP port. Stateless. */
public final class ClientTls {
    private ClientTls() {}

    /**
     * A context; each file is named by the option that begins with two dashes.
     *
     * @param authorities {@code --ca-file}: who is believed; empty for those whom Java believes
     * @param certificate {@code --certificate-file}: shown to a port that asks for it; only with a key
     * @param key {@code --key-file}: its key
     * @throws ConfigException names the option and what is wrong
     */
    public static SSLContext context(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new ConfigException("--certificate-file and --key-file belong together: give both or none");
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(certificate, key), trust(authorities), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new ConfigException("TLS cannot be set up: " + e);
        }
    }

    private static TrustManager @Nullable [] trust(Optional<Path> authorities) throws GeneralSecurityException {
        return authorities.isEmpty()
                ? null
                : Stores.trusting(new PemFile(authorities.get(), "--ca-file").certificates());
    }

    private static KeyManager @Nullable [] keys(Optional<Path> certificate, Optional<Path> key) {
        if (certificate.isEmpty() || key.isEmpty()) {
            return null;
        }
        Identity identity = Identity.read(certificate.get(), "--certificate-file", key.get(), "--key-file");
        return new KeyManager[] {identity.keyManager()};
    }
}
