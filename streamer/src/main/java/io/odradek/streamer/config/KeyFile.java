package io.odradek.streamer.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of Ed25519 public keys in PEM, one after the other, with blank lines and lines that begin with {@code #} between
 * them. Anything else in it is refused: a damaged key must not be passed over. Stateless.
 */
final class KeyFile {
    private static final int MAX_BYTES = 64 * 1024;
    private static final String ED25519 = "Ed25519";
    /** To name a key that is not served. */
    private static final List<String> OTHERS =
            List.of("RSA", "RSASSA-PSS", "EC", "DSA", "Ed448", "X25519", "X448", "DH");

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PUBLIC KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
    private static final Pattern COMMENTS = Pattern.compile("(?m)^#.*$");

    private KeyFile() {}

    /**
     * The keys in the file that a setting names.
     *
     * @return none when the setting is empty, else at least one
     * @throws ConfigException names the setting and what is wrong with the file
     */
    static List<PublicKey> read(Settings settings, Setting setting) {
        String path = settings.get(setting).strip();
        if (path.isEmpty()) {
            return List.of();
        }
        try {
            return parse(text(Path.of(path)));
        } catch (IOException | IllegalArgumentException e) {
            String why = e instanceof IOException ? "cannot be read: " + e : e.getMessage();
            throw new ConfigException(setting.key() + " is \"" + path + "\": " + why + "; allowed: " + setting.allowed()
                    + ", as 'trainer keygen' writes it");
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException("larger than " + MAX_BYTES + " bytes");
        }
        // No decoding error: what is no ASCII is refused as something else than a key.
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    private static List<PublicKey> parse(String text) {
        String pem = COMMENTS.matcher(text).replaceAll("");
        if (pem.contains("PRIVATE KEY-----")) {
            throw new IllegalArgumentException("it holds a private key, which no streamer needs: keep that one secret");
        }
        List<PublicKey> keys = new ArrayList<>();
        Matcher matcher = KEY.matcher(pem);
        while (matcher.find()) {
            keys.add(key(matcher.group(1), keys.size() + 1));
        }
        if (!matcher.replaceAll("").isBlank()) {
            throw new IllegalArgumentException("it holds something else than public keys in PEM");
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("it holds no key");
        }
        return keys;
    }

    private static PublicKey key(String base64, int number) {
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its key number " + number + " is no base64", e);
        }
        try {
            PublicKey key = key(ED25519, der);
            // The 32 bytes of a damaged key may be no point of the curve.
            Signature.getInstance(ED25519).initVerify(key);
            return key;
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("its key number " + number + " is " + name(der), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("its key number " + number + " is damaged", e);
        }
    }

    private static PublicKey key(String algorithm, byte[] der) throws InvalidKeySpecException {
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("this Java has no " + algorithm, e);
        }
    }

    private static String name(byte[] der) {
        for (String other : OTHERS) {
            try {
                return "of kind " + key(other, der).getAlgorithm() + ", not " + ED25519;
            } catch (InvalidKeySpecException e) {
                // Then perhaps the next.
            }
        }
        return "damaged";
    }
}
