package io.odradek.trainer.cli;

import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.dataset.DataSet;
import io.odradek.trainer.evaluation.Evaluation;
import io.odradek.trainer.export.InferenceTime;
import io.odradek.trainer.export.Int8Model;
import io.odradek.trainer.export.OnnxExport;
import io.odradek.trainer.export.Parity;
import io.odradek.trainer.export.Quantization;
import io.odradek.trainer.file.Sha256;
import io.odradek.trainer.model.Layer;
import io.odradek.trainer.model.LayerTable;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.onnx.OnnxSession;
import io.odradek.trainer.report.Environment;
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
import org.jspecify.annotations.Nullable;

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
     * @param images that it learned from, and the test images
     * @param report whether a report is wanted
     * @param quantize whether a second file is wanted
     */
    Written write(ModelDirectory directory, TrainingImages images, boolean report, QuantizeOptions quantize) {
        Map<String, Object> description = describe(images.train().size());
        OnnxExport export = new OnnxExport(
                plan.id(),
                Instant.now(),
                images.data().classes(),
                description,
                images.data().trainSha256(),
                plan.golden(),
                plan.threads());
        Parity parity = export.write(net, images.test(), images.train(), directory.model());
        directory.weights().write(net::save);
        ModelFile staged = ModelFile.read(directory.model().temporary());
        Evaluation evaluation = Evaluation.run(staged, images.test(), plan.threads());
        @Nullable Int8Model int8 = quantize.export(export, staged, evaluation.accuracy(), images);
        @Nullable Quantization quantization = int8 == null ? null : int8.quantization();
        if (int8 != null && int8.quantization().kept()) {
            directory.add(ModelDirectory.INT8, int8.file());
        }
        @Nullable InferenceTime time = inferenceTime(staged, int8);
        directory
                .metrics()
                .write(metrics(description, images.data(), evaluation, time, parity, quantization)
                        .toJson());
        if (report) {
            ReportFiles.of(report(description, images.data(), staged, evaluation, time, quantization))
                    .forEach(directory::add);
        }
        return new Written(summary(evaluation, parity) + "; " + cost(time), quantization);
    }

    /**
     * What was written.
     *
     * @param summary a line for the user, without the file's name
     * @param int8 what became of the second file; null where none was asked for
     */
    record Written(String summary, @Nullable Quantization int8) {}

    private TrainingReport report(
            Map<String, Object> description,
            DataSet data,
            ModelFile model,
            Evaluation evaluation,
            @Nullable InferenceTime time,
            @Nullable Quantization int8) {
        Map<String, String> digests = new LinkedHashMap<>();
        digests.put(ModelDirectory.MODEL, Sha256.of(model.bytes()));
        digests.put("training images", data.trainSha256());
        digests.put("test images", data.testSha256());
        digests.put("data set", data.sha256());
        return new TrainingReport(
                plan.id(),
                description,
                all(),
                plan.earlier().size(),
                spent,
                cost(time),
                LayerTable.of(net),
                evaluation,
                data.test(),
                plan.golden(),
                QuantizeOptions.facts(int8),
                digests,
                model.bytes().length,
                Environment.here(
                        Torch.version(),
                        OnnxSession.runtimeVersion(),
                        plan.device().name(),
                        plan.threads()));
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

    private MetricsFile metrics(
            Map<String, Object> description,
            DataSet data,
            Evaluation evaluation,
            @Nullable InferenceTime time,
            Parity parity,
            @Nullable Quantization int8) {
        List<Layer> layers = LayerTable.of(net);
        return new MetricsFile(
                plan.id().name(),
                plan.id().version(),
                description,
                MetricsFile.Data.of(data),
                all(),
                evaluation.accuracy(),
                last().validationAccuracy(),
                spent.seconds(),
                spent.cpuSeconds(),
                plan.device().name(),
                LayerTable.mflopPerImage(layers),
                time,
                layers.stream().mapToLong(Layer::parameters).sum(),
                evaluation.confusion(),
                evaluation.labels(),
                evaluation.perClass(),
                evaluation.macro(),
                evaluation.calibration().error(),
                evaluation.worstConfusions(),
                parity,
                int8);
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

    private @Nullable InferenceTime inferenceTime(ModelFile model, @Nullable Int8Model int8) {
        return InferenceTime.isFor(net.input())
                ? InferenceTime.measure(model.bytes(), int8 == null ? null : int8.file(), net.input(), net.classes())
                : null;
    }

    /** What it takes to classify one image. */
    private String cost(@Nullable InferenceTime time) {
        String mflop = String.format(Locale.ROOT, "%.2f MFLOP", LayerTable.mflopPerImage(LayerTable.of(net)));
        if (time == null) {
            return mflop + " an image";
        }
        String int8 = time.int8MicrosPerImage() == null
                ? ""
                : String.format(Locale.ROOT, ", in integers %.1f us", time.int8MicrosPerImage());
        return mflop
                + String.format(
                        Locale.ROOT,
                        " and %.1f us an image in ONNX Runtime on one thread%s",
                        time.microsPerImage(),
                        int8)
                + besideSeed(time);
    }

    private String besideSeed(InferenceTime time) {
        return plan.recipe().net().equals(Recipe.SEED.net())
                ? ""
                : String.format(Locale.ROOT, ", the net of recipe seed %.1f us", time.seedMicrosPerImage());
    }

    private EpochMetrics last() {
        return epochs.get(epochs.size() - 1);
    }
}
