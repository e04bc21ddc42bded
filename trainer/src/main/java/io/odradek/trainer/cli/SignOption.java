package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.signing.KeyFiles;
import io.odradek.trainer.signing.SigningKey;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The key that signs, as every command that signs asks. */
final class SignOption {
    @Option(
            names = "--sign",
            paramLabel = "PRIVATE.pem",
            description = "Sign the model with this key, as 'trainer keygen' wrote it.")
    private @Nullable Path key;

    boolean isGiven() {
        return key != null;
    }

    /**
     * Reads the key, if one is asked for, so that what is wrong with it shows at once; warns where others can read it.
     *
     * @throws TrainerException when it cannot sign
     */
    void check(CommandLine command) {
        if (key != null) {
            read(key, command);
        }
    }

    /** The file, signed if that is asked for; says by which key. */
    ModelFile sign(ModelFile file, CommandLine command) {
        if (key == null) {
            return file;
        }
        SigningKey signing = read(key, command);
        try {
            ModelFile signed = file.withBytes(signing.sign(file.bytes()));
            command.getOut().println("signed " + file.id().key() + " with key " + signing.fingerprint());
            return signed;
        } catch (IllegalArgumentException e) {
            throw new TrainerException("cannot sign " + file.path() + ": " + TrainerException.reasonOf(e), e);
        }
    }

    private static SigningKey read(Path key, CommandLine command) {
        SigningKey signing = SigningKey.read(key);
        if (KeyFiles.isOpenToOthers(key)) {
            command.getErr().println("trainer: warning: others can read " + key + "; chmod 600 " + key);
        }
        return signing;
    }
}
