package io.odradek.streamer.tls;

import io.odradek.streamer.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in PEM, as {@code openssl}, Kubernetes' TLS Secrets and cert-manager write it. Messages name the file and who named
 * it, and show nothing of it. Immutable.
 */
final class PemFile {
    private static final int MAX_BYTES = 256 * 1024;
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519", "Ed448");
    private static final String PKCS1 = "RSA PRIVATE KEY";

    private static final Pattern CERTIFICATE = block("CERTIFICATE");
    private static final Pattern KEY = block("((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)");

    /** What makes a PKCS#8 key of one of PKCS#1: version 0, and the algorithm rsaEncryption. */
    private static final byte[] RSA = {2, 1, 0, 0x30, 13, 6, 9, 0x2a, -122, 72, -122, -9, 13, 1, 1, 1, 5, 0};

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;

    private final Path file;
    private final String origin;

    /** @param origin the setting or option that named the file */
    PemFile(Path file, String origin) {
        this.file = file;
        this.origin = origin;
    }

    private static Pattern block(String kind) {
        return Pattern.compile("-----BEGIN " + kind + "-----\\s*([A-Za-z0-9+/=\\s]+?)\\s*-----END ");
    }

    /** Every certificate in the file, at least one. @throws ConfigException when there is none, or a damaged one */
    List<X509Certificate> certificates() {
        Matcher found = CERTIFICATE.matcher(text());
        List<X509Certificate> all =
                found.results().map(block -> certificate(block.group(1))).toList();
        if (all.isEmpty()) {
            throw wrong("it holds no certificate (-----BEGIN CERTIFICATE-----)");
        }
        return all;
    }

    private X509Certificate certificate(String base64) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der(base64)));
        } catch (CertificateException e) {
            throw wrong("a certificate in it is damaged");
        }
    }

    /** The private key. @throws ConfigException when there is none, or one of a kind that is not read */
    PrivateKey key() {
        Matcher found = KEY.matcher(text());
        if (!found.find()) {
            throw wrong("it holds no private key (-----BEGIN PRIVATE KEY-----)");
        }
        return switch (found.group(1)) {
            case "PRIVATE KEY" -> key(der(found.group(2)));
            case PKCS1 -> key(pkcs8(der(found.group(2))));
            default ->
                throw wrong("its key is of the kind \"" + found.group(1)
                        + "\"; write it as one without password in PKCS#8:  openssl pkcs8 -topk8 -nocrypt -in " + file);
        };
    }

    private PrivateKey key(byte[] der) {
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // Then perhaps the next.
            } catch (GeneralSecurityException e) {
                throw wrong("this Java has no " + kind);
            }
        }
        throw wrong("its key is damaged, or none of " + String.join(", ", KINDS));
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(RSA);
        inner.writeBytes(tagged(OCTETS, pkcs1));
        return tagged(SEQUENCE, inner.toByteArray());
    }

    /** At most 64 KiB. */
    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = content.length;
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.writeBytes(new byte[] {(byte) 0x81, (byte) length});
        } else {
            out.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private byte[] der(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw wrong("it is no base64");
        }
    }

    private String text() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw wrong("it is larger than " + MAX_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw wrong("there is no such file");
        } catch (IOException e) {
            throw wrong("it cannot be read: " + e);
        }
    }

    ConfigException wrong(String why) {
        return new ConfigException(origin + " is \"" + file + "\": " + why);
    }
}
