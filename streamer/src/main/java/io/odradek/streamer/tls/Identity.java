package io.odradek.streamer.tls;

import io.odradek.streamer.config.ConfigException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A private key and the certificates that say whose it is.
 *
 * @param key the key
 * @param chain its certificate, then those that lead to its authority
 */
record Identity(PrivateKey key, List<X509Certificate> chain) {
    private static final byte[] ANYTHING = new byte[32];

    /**
     * Reads one, and sees that its parts belong together and that it is valid.
     *
     * @throws ConfigException names the file and what is wrong
     */
    static Identity read(Path certificate, String certificateOrigin, Path key, String keyOrigin) {
        PemFile certificates = new PemFile(certificate, certificateOrigin);
        PemFile keys = new PemFile(key, keyOrigin);
        Identity identity = new Identity(keys.key(), certificates.certificates());
        X509Certificate own = identity.chain.get(0);
        try {
            own.checkValidity();
        } catch (CertificateExpiredException e) {
            throw certificates.wrong(
                    "the certificate expired on " + own.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            throw certificates.wrong(
                    "the certificate is valid only from " + own.getNotBefore().toInstant() + " on: look at the clock");
        }
        if (!identity.belongsTogether()) {
            throw keys.wrong("it is not the key of the certificate in " + certificate);
        }
        return identity;
    }

    private boolean belongsTogether() {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(ANYTHING);
            byte[] signed = signature.sign();
            signature.initVerify(chain.get(0).getPublicKey());
            signature.update(ANYTHING);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    X509ExtendedKeyManager keyManager() {
        try {
            KeyStore store = Stores.empty();
            store.setKeyEntry("own", key, new char[0], chain.toArray(new X509Certificate[0]));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("NewSunX509");
            factory.init(store, new char[0]);
            KeyManager[] made = factory.getKeyManagers();
            return Arrays.stream(made)
                    .filter(X509ExtendedKeyManager.class::isInstance)
                    .map(X509ExtendedKeyManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that signs cannot be kept", e);
        }
    }
}
