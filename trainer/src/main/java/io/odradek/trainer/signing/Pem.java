package io.odradek.trainer.signing;

import io.odradek.trainer.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as text. Stateless. */
final class Pem {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int LINE = 64;
    private static final int FINGERPRINT_LENGTH = 16;
    private static final Pattern PRIVATE =
            Pattern.compile("-----BEGIN PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Pem() {}

    static String encode(String kind, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
    }

    /** @throws IllegalArgumentException says what else is in the file, never what it says */
    static byte[] readPrivateKey(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException("it is larger than " + MAX_BYTES + " bytes");
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Matcher matcher = PRIVATE.matcher(text);
        if (matcher.find()) {
            return Base64.getMimeDecoder().decode(matcher.group(1));
        }
        if (text.contains("BEGIN ENCRYPTED PRIVATE KEY")) {
            throw new IllegalArgumentException(
                    "the key is encrypted: decrypt it with openssl pkey -in FILE -out OTHER");
        }
        throw new IllegalArgumentException(
                text.contains("BEGIN PUBLIC KEY")
                        ? "it is a public key: give the private one"
                        : "it holds no private key in PEM (PKCS#8)");
    }

    static String fingerprint(byte[] publicKey) {
        return Sha256.of(publicKey).substring(0, FINGERPRINT_LENGTH);
    }
}
