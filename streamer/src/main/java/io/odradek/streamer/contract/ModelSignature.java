package io.odradek.streamer.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The Ed25519 signature at the end of a signed model file. Immutable.
 *
 * <p>A signed file is the unsigned file and then exactly one serialized {@code metadata_props} entry (field 14 of
 * ModelProto) with key {@code odradek.signature}; its value is the base64 of 64 bytes: the signature over the ASCII bytes
 * {@code "odradek model 1\n"} and all bytes before the entry. The entry always has {@value #BYTES} bytes. A file that
 * does not end like that is not signed.
 *
 * <p>Why this is sound:
 *
 * <ul>
 *   <li>Every byte but the entry itself is signed: graph, weights, and the metadata with name and version. So a signed
 *       file cannot be passed off as another version, and nothing in it can be changed.
 *   <li>A protobuf parser merges what stands in a file twice, the last one wins. All that stands before the entry is
 *       signed, nothing stands behind it, and the entry has no room for anything but a signature: nothing can be smuggled
 *       in by merging.
 *   <li>An entry with that key anywhere else is refused by {@link OnnxFile#parse}, signed-only mode or not, and so are
 *       two of them: nobody can believe in another signature than the one that was checked.
 *   <li>The text before the signed bytes keeps a signature that the same key made for another purpose from being one of a
 *       model.
 *   <li>Only one encoding of a signature is taken (base64's unused bits must be 0), so that a signed file cannot be given
 *       a second digest.
 * </ul>
 */
final class ModelSignature {
    /** The metadata key. */
    static final String KEY = "odradek.signature";

    /** Length of the entry. */
    static final int BYTES = 111;

    private static final byte[] DOMAIN = "odradek model 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BASE64_BYTES = 88;
    private static final int SIGNATURE_BYTES = 64;
    /** What the entry begins with. */
    private static final byte[] HEAD = head();

    private final byte[] file;
    private final byte[] signature;

    private ModelSignature(byte[] file, byte[] signature) {
        this.file = file;
        this.signature = signature;
    }

    /** The signature that ends {@code file}, or none. Not checked yet. */
    static Optional<ModelSignature> of(byte[] file) {
        int from = file.length - BYTES;
        if (from < 0 || !Arrays.equals(file, from, from + HEAD.length, HEAD, 0, HEAD.length)) {
            return Optional.empty();
        }
        byte[] base64 = Arrays.copyOfRange(file, file.length - BASE64_BYTES, file.length);
        try {
            byte[] signature = Base64.getDecoder().decode(base64);
            // Java verifies a signature with a zero byte behind it, too: that would be a second digest of the file.
            return signature.length == SIGNATURE_BYTES
                            && Arrays.equals(Base64.getEncoder().encode(signature), base64)
                    ? Optional.of(new ModelSignature(file, signature))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Field 14 with what is behind its length; in it field 1, the key, and the beginning of field 2, the value. */
    private static byte[] head() {
        byte[] key = KEY.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer head = ByteBuffer.allocate(BYTES - BASE64_BYTES);
        head.put(tag(14)).put((byte) (BYTES - 2));
        head.put(tag(1)).put((byte) key.length).put(key);
        head.put(tag(2)).put((byte) BASE64_BYTES);
        return head.array();
    }

    /** Protobuf's tag of a field that has a length. */
    private static byte tag(int field) {
        return (byte) (field << 3 | 2);
    }

    /** Whether this key signed the file as it is. */
    boolean isBy(PublicKey key) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(DOMAIN);
            verifier.update(file, 0, file.length - BYTES);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // Java throws at bytes that can be no signature.
            return false;
        }
    }
}
