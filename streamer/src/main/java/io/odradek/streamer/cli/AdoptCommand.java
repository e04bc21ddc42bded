package io.odradek.streamer.cli;

import io.odradek.streamer.app.Adoption;
import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.message.ModelRef;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adopt}: a foreign ONNX file and its sidecar become a model file that can be published. */
@Command(
        name = "adopt",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Make an Odradek model of an ONNX image classifier from elsewhere: float input, logits or probabilities, no"
                    + " metadata. A sidecar, one JSON object with the metadata keys of streamer/README.md, says what"
                    + " the file does not.",
            "",
            "The graph gets a uint8 input, the sidecar's normalisation and, for logits, a softmax. The result is tried as"
                    + " the streamer would try it; what would be refused is not written.",
            ""
        },
        footer = {
            "",
            "A sidecar:",
            "  {\"odradek.name\":\"pets\",\"odradek.version\":\"1\",\"odradek.labels\":[\"cat\",\"dog\"],",
            "   \"odradek.output\":\"logits\",",
            "   \"odradek.input\":{\"layout\":\"NCHW\",\"channels\":3,\"height\":224,\"width\":224,",
            "     \"mean\":[0.485,0.456,0.406],\"std\":[0.229,0.224,0.225]}}",
            "",
            "Then:",
            "  streamer adopt pets.onnx --sidecar pets.json --out model.onnx",
            "  trainer publish model.onnx --promote --bootstrap-servers localhost:9092",
            "",
            "Exit codes: 0 written, 1 would be refused or cannot be read or written, 2 wrong usage."
        })
final class AdoptCommand implements Callable<Integer> {
    private static final String PROBE = "--model-probe-seconds";
    private static final int MOST_SECONDS = 3_600;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Parameters(paramLabel = "FOREIGN.onnx", description = "the ONNX file to adopt; it stays as it is")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Path foreign;

    @Option(names = "--sidecar", required = true, paramLabel = "FILE.json", description = "what the file does not say")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Path sidecar;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "MODEL.onnx",
            description = "the adopted file; replaced whole")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Path out;

    @Option(
            names = "--model-max-bytes",
            paramLabel = "BYTES",
            defaultValue = "67108864",
            description = "largest file, as in the streamer's settings [default ${DEFAULT-VALUE}]")
    private long maxBytes;

    @Option(
            names = PROBE,
            paramLabel = "SECONDS",
            defaultValue = "60",
            description =
                    "a process of its own tries the model first, which may take so much of the processor, as in the"
                            + " streamer's settings [0 to 3600; default ${DEFAULT-VALUE}; 0: it is not tried]")
    private int probeSeconds;

    @Override
    public Integer call() {
        if (probeSeconds < 0 || probeSeconds > MOST_SECONDS) {
            throw new ConfigException(PROBE + " is " + probeSeconds + ", allowed: 0 to " + MOST_SECONDS);
        }
        ModelRef model = new Adoption(foreign, sidecar, out, maxBytes, Duration.ofSeconds(probeSeconds)).run();
        PrintWriter console = spec.commandLine().getOut();
        console.println(out + " is " + model.name() + "@" + model.version() + ", sha256 " + model.sha256()
                + ": it would be admitted");
        return 0;
    }
}
