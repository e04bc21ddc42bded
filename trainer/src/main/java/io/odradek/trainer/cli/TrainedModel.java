package io.odradek.trainer.cli;

import ai.djl.Device;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.FashionMnist.Split;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.evaluation.Evaluation;
import io.odradek.trainer.export.OnnxExport;
import io.odradek.trainer.export.Parity;
import io.odradek.trainer.file.Sha256;
import io.odradek.trainer.model.Layer;
import io.odradek.trainer.model.LayerTable;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.onnx.OnnxSession;
import io.odradek.trainer.report.Environment;
import io.odradek.trainer.report.Quality;
import io.odradek.trainer.report.ReportFiles;
import io.odradek.trainer.report.TrainingReport;
import io.odradek.trainer.training.EpochMetrics;
import io.odradek.trainer.training.Plan;
import io.odradek.trainer.training.Spent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A net that is trained: exports, proves and measures it. Not thread-safe.
 *
 * @param plan how it was trained
 * @param net with its last weights
 * @param epochs of this training, in order, at least one
 * @param spent until the end of the last epoch
 */
record TrainedModel(Plan plan, Net net, List<EpochMetrics> epochs, Spent spent) {
    /**
     * Writes the files into {@code directory}, which the caller commits.
     *
     * @param trainImages how many it learned from
     * @param report whether a report is wanted
     * @return a line for the user, without the file's name
     */
    String write(ModelDirectory directory, int trainImages, LabelledImages test, boolean report) {
        Map<String, Object> description = describe(trainImages);
        OnnxExport export = new OnnxExport(
                plan.id(),
                Instant.now(),
                FashionMnist.LABELS,
                description,
                Split.TRAIN.sha256(),
                plan.golden(),
                plan.threads());
        Parity parity = export.write(net, test, directory.model());
        directory.weights().write(net::save);
        ModelFile staged = ModelFile.read(directory.model().temporary());
        Evaluation evaluation = Evaluation.run(staged, test, plan.threads());
        directory.metrics().write(metrics(description, evaluation, parity).toJson());
        if (report) {
            directory.addReport(ReportFiles.of(report(description, staged, test)));
        }
        return summary(evaluation, parity);
    }

    private TrainingReport report(Map<String, Object> description, ModelFile model, LabelledImages test) {
        Map<String, String> digests = new LinkedHashMap<>();
        digests.put(ModelDirectory.MODEL, Sha256.of(model.bytes()));
        digests.put("training data", Split.TRAIN.sha256());
        Quality quality;
        try (OnnxSession session = OnnxSession.open(model.bytes(), plan.threads(), "x")) {
            quality = Quality.of(session.probabilities(test, FashionMnist.LABELS.size()), test, FashionMnist.LABELS);
        }
        return new TrainingReport(
                plan.id(),
                FashionMnist.LABELS,
                description,
                all(),
                spent,
                LayerTable.of(net),
                quality,
                test,
                plan.golden(),
                digests,
                model.bytes().length,
                Environment.here(Torch.version(), OnnxSession.runtimeVersion(), device(), plan.threads()));
    }

    private String device() {
        Device device = net.block().getParameters().get(0).getValue().getArray().getDevice();
        return device.isGpu() ? "GPU " + device.getDeviceId() : "CPU";
    }

    private List<EpochMetrics> all() {
        List<EpochMetrics> all = new ArrayList<>(plan.earlier());
        all.addAll(epochs);
        return all;
    }

    private Map<String, Object> describe(int trainImages) {
        Map<String, Object> facts = plan.recipe().describe();
        facts.put("epochs", last().epoch());
        facts.put("trainImages", trainImages);
        facts.put("randomSeed", plan.randomSeed());
        return facts;
    }

    private MetricsFile metrics(Map<String, Object> description, Evaluation evaluation, Parity parity) {
        List<Layer> layers = LayerTable.of(net);
        return new MetricsFile(
                plan.id().name(),
                plan.id().version(),
                description,
                all(),
                evaluation.accuracy(),
                last().validationAccuracy(),
                spent.seconds(),
                spent.cpuSeconds(),
                LayerTable.mflopPerImage(layers),
                layers.stream().mapToLong(Layer::parameters).sum(),
                evaluation.confusion(),
                FashionMnist.LABELS,
                parity);
    }

    private String summary(Evaluation evaluation, Parity parity) {
        int validation = plan.recipe().validation();
        String chosen = validation == 0
                ? "test accuracy %.4f after epoch %d (%.0f s)"
                : "test accuracy %.4f, measured once, after epoch %d (%.0f s); validation accuracy %.4f on %,d images";
        return String.format(
                        Locale.ROOT,
                        chosen,
                        evaluation.accuracy(),
                        last().epoch(),
                        spent.seconds(),
                        last().validationAccuracy(),
                        validation)
                + String.format(
                        Locale.ROOT,
                        "; file and net agree on %,d images (logits within %.1e)",
                        parity.images(),
                        parity.maxDifference());
    }

    private EpochMetrics last() {
        return epochs.get(epochs.size() - 1);
    }
}
