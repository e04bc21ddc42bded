package io.odradek.streamer.contract;

import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * The keys of signed-only mode. Immutable.
 *
 * @param keys Ed25519; none: signatures are not looked at
 */
public record TrustedKeys(List<PublicKey> keys) {
    /** Signatures are not looked at. */
    public static final TrustedKeys NONE = new TrustedKeys(List.of());

    private static final int FINGERPRINT_LENGTH = 16;

    /** Copies the list. */
    public TrustedKeys {
        keys = List.copyOf(keys);
    }

    /** The first 16 hexadecimal digits of the SHA-256 of each key's SubjectPublicKeyInfo. */
    public List<String> fingerprints() {
        return keys.stream()
                .map(key -> Digest.sha256(key.getEncoded()).substring(0, FINGERPRINT_LENGTH))
                .toList();
    }

    /**
     * Passes a file that one of the keys has signed; any file when there are no keys.
     *
     * @throws RefusedException when it is not signed, signed by another key, or was changed afterwards
     */
    public void check(byte[] file) throws RefusedException {
        if (keys.isEmpty()) {
            return;
        }
        Optional<ModelSignature> signature = ModelSignature.of(file);
        if (signature.isEmpty()) {
            throw new RefusedException(Stage.SIGNATURE, "it is not signed; taken are models signed by " + describe());
        }
        if (keys.stream().noneMatch(signature.get()::isBy)) {
            throw new RefusedException(
                    Stage.SIGNATURE, "it was changed after it was signed, or signed by another key than " + describe());
        }
    }

    /**
     * Passes a model with a sidecar beside it, which has no signature of its own, when there are no keys.
     *
     * @throws RefusedException when there are
     */
    public void checkForeign() throws RefusedException {
        if (!keys.isEmpty()) {
            throw new RefusedException(
                    Stage.SIGNATURE,
                    "a model with a sidecar is not signed: adopt it, then sign it; taken are models signed by "
                            + describe());
        }
    }

    private String describe() {
        return String.join(", ", fingerprints()) + " (odradek.model.trusted.keys)";
    }
}
