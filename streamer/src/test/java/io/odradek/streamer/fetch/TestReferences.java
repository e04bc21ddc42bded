package io.odradek.streamer.fetch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** References to a file of a few bytes. */
final class TestReferences {
    static final byte[] MODEL = "the bytes of a model".getBytes(StandardCharsets.UTF_8);

    private TestReferences() {}

    static ModelReference reference(String uri) {
        return reference(uri, MODEL);
    }

    static ModelReference reference(String uri, byte[] content) {
        return new ModelReference(URI.create(uri), sha256(content), content.length);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
