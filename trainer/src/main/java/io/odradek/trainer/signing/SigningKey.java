package io.odradek.trainer.signing;

import io.odradek.trainer.TrainerException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/** A private Ed25519 key that signs model files. Immutable and thread-safe. It never prints the private key. */
public final class SigningKey {
    private static final String ED25519 = "Ed25519";

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** A new key. */
    public static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ED25519).generateKeyPair();
            return new SigningKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new TrainerException("this Java cannot make an Ed25519 key: " + TrainerException.reasonOf(e), e);
        }
    }

    /**
     * Reads a private key, PKCS#8 in PEM, and proves that it signs.
     *
     * @throws TrainerException when the file is missing, or holds anything else
     */
    public static SigningKey read(Path file) {
        try {
            PrivateKey key =
                    KeyFactory.getInstance(ED25519).generatePrivate(new PKCS8EncodedKeySpec(Pem.readPrivateKey(file)));
            SigningKey signing = new SigningKey(key, publicKey(key));
            signing.prove();
            return signing;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            // Not the message of a security exception: it could hold a part of the key.
            String why =
                    e instanceof GeneralSecurityException ? "it holds no Ed25519 key" : TrainerException.reasonOf(e);
            throw new TrainerException(
                    "cannot sign with " + file + ": " + why + "; make a key with 'trainer keygen'", e);
        }
    }

    /**
     * The file with this key's signature at its end; an older signature there is replaced. The same file gives the same
     * bytes at each call.
     *
     * @param file an ONNX file
     * @throws IllegalArgumentException when it is none, or has a signature at another place
     */
    public byte[] sign(byte[] file) {
        byte[] unsigned = ModelSignature.strip(file);
        if (ModelSignature.hasKey(unsigned)) {
            throw new IllegalArgumentException("it has a signature that is not at its end");
        }
        try {
            return ModelSignature.append(unsigned, signature(ModelSignature.covered(unsigned)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that has signed before cannot sign", e);
        }
    }

    /** The public key, SubjectPublicKeyInfo in PEM. */
    public String publicPem() {
        return Pem.encode("PUBLIC KEY", publicKey.getEncoded());
    }

    /** The private key, PKCS#8 in PEM. A secret. */
    String privatePem() {
        return Pem.encode("PRIVATE KEY", privateKey.getEncoded());
    }

    /** The first 16 hexadecimal digits of the SHA-256 of the public key's SubjectPublicKeyInfo. */
    public String fingerprint() {
        return Pem.fingerprint(publicKey.getEncoded());
    }

    @Override
    public String toString() {
        return fingerprint();
    }

    private byte[] signature(byte[] text) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(ED25519);
        signer.initSign(privateKey);
        signer.update(text);
        return signer.sign();
    }

    /** The public key was derived: it must fit. */
    private void prove() throws GeneralSecurityException {
        byte[] text = new byte[1];
        Signature verifier = Signature.getInstance(ED25519);
        verifier.initVerify(publicKey);
        verifier.update(text);
        if (!verifier.verify(signature(text))) {
            throw new GeneralSecurityException("the derived public key does not fit");
        }
    }

    /**
     * Java has no call that derives a public key. But a private key of RFC 8032 is nothing but 32 random bytes, and
     * Java's generator takes them as they come from its source.
     */
    private static PublicKey publicKey(PrivateKey key) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow(() -> new GeneralSecurityException("no seed"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ED25519);
        generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
        return generator.generateKeyPair().getPublic();
    }

    /** Gives the same bytes each time. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] bytes;

        private Fixed(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
