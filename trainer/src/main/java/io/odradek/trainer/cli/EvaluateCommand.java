package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.dataset.DataSource;
import io.odradek.trainer.dataset.TestSet;
import io.odradek.trainer.file.StagedFile;
import io.odradek.trainer.onnx.ImageClassifier;
import io.odradek.trainer.onnx.ImageClassifier.Description;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        sortOptions = false,
        description = {
            "Measures an ONNX image classifier on labelled images, with ONNX Runtime on the CPU: accuracy,",
            "top-k accuracy, precision, recall and F1 of each class, confusion matrix, calibration, the",
            "worst confusions and the most confident mistakes."
        },
        footerHeading = "%nModels:%n",
        footer = {
            "  Those of 'trainer train' describe themselves. One from elsewhere needs a sidecar, see",
            "  streamer/README.md, A foreign model; without one you are told what to begin with. It may",
            "  take float32 or uint8, NCHW or NHWC, any number of images or a fixed one. Outputs that do",
            "  not sum to 1 are taken as logits: softmax is applied, and you are told.",
            "",
            "Images:",
            "  FOLDER/CLASS/*.png, *.jpg, or FOLDER/test/CLASS/*; or IDX files with the names of MNIST,",
            "  of which the test images count, with their class names in labels.txt; or Fashion-MNIST.",
            "  Classes are matched to the model's labels by name; the model may have more.",
            "",
            "Examples:",
            "  trainer evaluate odradek-model/model.onnx",
            "  trainer evaluate odradek-model/model.onnx --json result.json --top-k 2",
            "  trainer evaluate pets.onnx --sidecar pets.json --data photos --skip-bad"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int DEFAULT_TOP_K = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL.onnx", description = "The model.")
    private Path model = Path.of("");

    @Mixin
    private SourceOptions data = new SourceOptions();

    @Option(
            names = "--held-out",
            description = {
                "Of a folder without a part test take only the images that 'trainer",
                "train' holds out of it, about one in five of each class."
            })
    private boolean heldOut;

    @Option(
            names = "--sidecar",
            paramLabel = "FILE",
            description = "Describes a model from elsewhere. Default: MODEL.onnx.json beside it.")
    private @Nullable Path sidecar;

    @Option(
            names = "--top-k",
            paramLabel = "N",
            description = {
                "Also the share of images whose class is among the N most probable ones.",
                "Default: 3, or all where the model has fewer classes."
            })
    private @Nullable Integer topK;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result to this file as well.")
    private @Nullable Path json;

    @Option(
            names = "--progress",
            paramLabel = "STYLE",
            defaultValue = "auto",
            description = "auto, bar or plain; auto is a bar on a terminal. Default: ${DEFAULT-VALUE}.")
    private Progress.Style progress = Progress.Style.AUTO;

    @Override
    public Integer call() throws InterruptedException {
        try {
            data.check();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), TrainerException.reasonOf(e));
        }
        int threads = Runtime.getRuntime().availableProcessors();
        try (ImageClassifier classifier = ImageClassifier.open(model, sidecar, threads)) {
            int k = topK(classifier.description().labels().size());
            if (json == null) {
                evaluate(classifier, k);
                return 0;
            }
            // Opened before the work, so that a place that cannot be written fails at once.
            try (StagedFile file = StagedFile.create(json)) {
                file.write(evaluate(classifier, k).toJson());
                file.commit();
            }
            return 0;
        }
    }

    private EvaluationFile evaluate(ImageClassifier classifier, int k) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Description description = classifier.description();
        DataSource source = data.locate(err);
        TestSet images = TestSet.open(source, description.labels(), description.input(), heldOut, data.skipBad());
        if (description.own() && !heldOut && TestSet.isUndivided(source)) {
            err.println("all images of " + source.directory() + " count; if the model learned from some of them, give"
                    + " --held-out");
        }
        EvaluationRun run;
        try (CountingProgress counting = new CountingProgress("classifying", progress, err, System::nanoTime)) {
            run = EvaluationRun.of(classifier, images, counting);
        }
        run.skipped().forEach(line -> err.println(TrainerException.printable("left out: " + line)));
        print(run, description, source, k);
        return EvaluationFile.of(description.name(), source.directory().toString(), run, k);
    }

    private void print(EvaluationRun run, Description description, DataSource source, int k) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(TrainerException.printable(String.format(
                Locale.ROOT,
                "%s on %,d images of %s%s",
                description.name(),
                run.names().size(),
                source.directory(),
                run.skipped().isEmpty() ? "" : ", " + run.skipped().size() + " could not be read")));
        remark(run, description).lines().forEach(out::println);
        out.print(new EvaluationTable(run.evaluation(), run.names()).text(k));
        out.flush();
    }

    private int topK(int classes) {
        if (topK == null) {
            return Math.min(DEFAULT_TOP_K, classes);
        }
        if (topK < 1 || topK > classes) {
            throw new ParameterException(
                    spec.commandLine(), "--top-k is " + topK + ", allowed: 1 to " + classes + ", the model's classes");
        }
        return topK;
    }

    /** What was made of the outputs, where that is worth a line; the outputs decide, whatever is said of them. */
    private static String remark(EvaluationRun run, Description description) {
        String said = String.valueOf(description.output());
        if (run.softmax()) {
            return "its outputs do not sum to 1: taken as logits, softmax was applied"
                    + (said.equals("probabilities") ? ", although they are said to be probabilities" : "");
        }
        return said.equals("logits")
                ? "its outputs sum to 1: taken as probabilities, although they are said to be logits"
                : "";
    }
}
