package io.odradek.trainer.cli;

import io.odradek.trainer.onnx.ModelFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "publish",
        description = {
            "Publishes an ONNX model to the registry topic under the name and version in the file.",
            "The same file again is fine; another file of the same version is refused."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainer publish odradek-model/model.onnx --bootstrap-servers localhost:9092",
            "  trainer publish odradek-model/model.onnx --promote --reason 'fewer mixed-up shirts'",
            "  trainer publish odradek-model/model.onnx --sign odradek-signing.private.pem"
        })
final class PublishCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL.onnx", description = "The file, as 'trainer train' wrote it.")
    private Path model = Path.of("");

    @Option(names = "--promote", description = "Make this version live.")
    private boolean promote;

    @Mixin
    private RegistryOptions registry = new RegistryOptions();

    @Override
    public Integer call() throws InterruptedException {
        registry.publish(ModelFile.read(model), promote, "promoted", spec.commandLine());
        return 0;
    }
}
