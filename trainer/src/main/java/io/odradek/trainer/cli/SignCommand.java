package io.odradek.trainer.cli;

import io.odradek.trainer.file.StagedFile;
import io.odradek.trainer.onnx.ModelFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sign",
        description = {
            "Signs an ONNX model in its file, for models that do not travel by topic.",
            "An older signature is replaced; the same key gives the same bytes again."
        },
        footerHeading = "%nExample:%n",
        footer = "  trainer sign odradek-model/model.onnx --sign odradek-signing.private.pem")
final class SignCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL.onnx", description = "The file, as 'trainer train' wrote it.")
    private Path model = Path.of("");

    @Mixin
    private SignOption sign = new SignOption();

    @Override
    public Integer call() {
        if (!sign.isGiven()) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "Missing required option: '--sign PRIVATE.pem'");
        }
        ModelFile signed = sign.sign(ModelFile.read(model), spec.commandLine());
        try (StagedFile file = StagedFile.create(model)) {
            file.write(signed.bytes());
            file.commit();
        }
        return 0;
    }
}
