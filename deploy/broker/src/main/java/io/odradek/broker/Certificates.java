package io.odradek.broker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An authority and certificates of one test, made by the JDK's keytool in a directory of the test. */
public final class Certificates {
    /** Opens every store here. */
    public static final String PASSWORD = "store-password";

    private final Path dir;
    private final KeyStore keys;
    private final Certificate authority;

    /** Takes some seconds. */
    public Certificates(Path dir) throws IOException, GeneralSecurityException {
        this.dir = dir;
        keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Test CA", "-ext", "bc:c");
        keytool("-genkeypair", "-alias", "other", "-keyalg", "EC", "-dname", "CN=Another CA", "-ext", "bc:c");
        keytool("-genkeypair", "-alias", "host", "-keyalg", "EC", "-dname", "CN=broker");
        keytool("-certreq", "-alias", "host", "-file", dir.resolve("host.csr").toString());
        this.keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(dir.resolve("keys.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        this.authority = keys.getCertificate("ca");
    }

    /** The authority's certificate, as {@code ssl.truststore.type=PEM} takes it. */
    public Path authorityPem() throws IOException, GeneralSecurityException {
        String base64 = java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(authority.getEncoded());
        return Files.writeString(
                dir.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }

    /** A truststore with the authority. */
    public Path truststore() throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setCertificateEntry("ca", authority);
        return write(store, "truststore.p12");
    }

    /** A truststore with another authority. */
    public Path strangeTruststore() throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setCertificateEntry("other", keys.getCertificate("other"));
        return write(store, "strange.p12");
    }

    /**
     * Settings of a broker's listener, or of a client, with a key and a certificate that the authority signed.
     *
     * @param name of the file
     * @param names as in {@code ip:127.0.0.1,dns:localhost}
     * @param start as in {@code -30d}
     * @param days how long it is valid
     */
    public Map<String, String> key(String name, String names, String start, int days)
            throws IOException, GeneralSecurityException {
        Path file = dir.resolve(name + ".crt");
        keytool(
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                dir.resolve("host.csr").toString(),
                "-outfile",
                file.toString(),
                "-ext",
                "san=" + names,
                "-startdate",
                start,
                "-validity",
                String.valueOf(days));
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
        KeyStore store = empty();
        store.setKeyEntry(
                "key", keys.getKey("host", PASSWORD.toCharArray()), PASSWORD.toCharArray(), new Certificate[] {
                    certificate, authority
                });
        return Map.of(
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                write(store, name + ".p12").toString(),
                "ssl.keystore.password",
                PASSWORD,
                "ssl.key.password",
                PASSWORD);
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private Path write(KeyStore store, String name) throws IOException, GeneralSecurityException {
        Path file = dir.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private void keytool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-keystore",
                dir.resolve("keys.p12").toString(),
                "-storepass",
                PASSWORD));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(output);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
