package io.odradek.trainer.cli;

import io.odradek.trainer.signing.KeyFiles;
import io.odradek.trainer.signing.SigningKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "keygen",
        description = {
            "Makes an Ed25519 key that signs models: PREFIX.private.pem, readable by you alone,",
            "and PREFIX.public.pem, for the streamers. Existing files are never overwritten."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainer keygen                          odradek-signing.private.pem and .public.pem",
            "  trainer keygen --out ~/keys/2027        ~/keys/2027.private.pem and .public.pem",
            "  openssl pkey -in odradek-signing.private.pem -noout -text"
        })
final class KeygenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--out",
            paramLabel = "PREFIX",
            defaultValue = "odradek-signing",
            description = {
                "How the two files' paths begin; in a directory that exists they are",
                "signing.private.pem and signing.public.pem. Default: ${DEFAULT-VALUE}."
            })
    private Path out = Path.of("odradek-signing");

    @Override
    public Integer call() {
        SigningKey key = SigningKey.generate();
        KeyFiles files = KeyFiles.at(out);
        files.write(key);
        PrintWriter print = spec.commandLine().getOut();
        print.println("private key: " + files.privateKey() + " (a secret: who has it can sign models)");
        print.println("public key:  " + files.publicKey() + " (fingerprint " + key.fingerprint() + ")");
        print.println("next, sign:  trainer publish MODEL.onnx --sign " + files.privateKey());
        print.println("and check:   streamer run --model-trusted-keys " + files.publicKey());
        return 0;
    }
}
