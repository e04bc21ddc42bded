package io.odradek.trainer.cli;

import com.google.gson.Gson;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.evaluation.Evaluation;
import io.odradek.trainer.onnx.ModelFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        description = "Measures an ONNX model on the 10,000 test images of Fashion-MNIST, with ONNX Runtime.",
        footerHeading = "%nExamples:%n",
        footer = {"  trainer evaluate odradek-model/model.onnx", "  trainer evaluate odradek-model/model.onnx --json"})
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL.onnx", description = "The file, as 'trainer train' wrote it.")
    private Path model = Path.of("");

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        ModelFile file = ModelFile.read(model);
        if (!file.labels().equals(FashionMnist.LABELS) || !file.input().equals(FashionMnist.INPUT)) {
            throw new TrainerException(model + " is no model for Fashion-MNIST: its labels are " + file.labels()
                    + "; evaluate one that 'trainer train' wrote");
        }
        LabelledImages test = FashionMnist.read(data.locate(spec.commandLine().getErr()), FashionMnist.Split.TEST);
        Evaluation evaluation = Evaluation.run(file, test, Runtime.getRuntime().availableProcessors());
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? new Gson().toJson(evaluation) + System.lineSeparator() : table(file, evaluation));
        out.flush();
        return 0;
    }

    private static String table(ModelFile file, Evaluation evaluation) {
        StringBuilder text = new StringBuilder("%s: accuracy %.4f on %,d test images%n%n"
                .formatted(file.id().key(), evaluation.accuracy(), evaluation.images()));
        text.append(String.format(Locale.ROOT, "%-12s %8s   taken for%n", "class", "accuracy"));
        for (int c = 0; c < file.labels().size(); c++) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-12s %8.4f  %s%n",
                    file.labels().get(c),
                    evaluation.perClass().get(c).recall(),
                    row(evaluation.confusion().get(c))));
        }
        return text.toString();
    }

    private static String row(List<Integer> counts) {
        StringBuilder row = new StringBuilder();
        counts.forEach(n -> row.append(String.format(Locale.ROOT, "%5d", n)));
        return row.toString();
    }
}
