package io.odradek.streamer.kit;

import io.odradek.broker.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Map;

/**
 * A key and its certificate as files in PEM.
 *
 * @param certificate with its authority's
 * @param key in PKCS#8
 */
public record PemIdentity(Path certificate, Path key) {
    /** Of a store that {@link Certificates#key} has made. */
    public static PemIdentity of(Map<String, String> store) throws IOException, GeneralSecurityException {
        Path file = Path.of(store.get("ssl.keystore.location"));
        char[] password = Certificates.PASSWORD.toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, password);
        }
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : keys.getCertificateChain("key")) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return new PemIdentity(
                Files.writeString(Path.of(file + ".crt.pem"), chain),
                Files.writeString(
                        Path.of(file + ".key.pem"),
                        pem("PRIVATE KEY", keys.getKey("key", password).getEncoded())));
    }

    /** A block of PEM. */
    public static String pem(String kind, byte[] der) {
        String base64 = new String(Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der), StandardCharsets.US_ASCII);
        return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
    }
}
