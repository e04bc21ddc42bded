package io.odradek.trainer.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.odradek.trainer.evaluation.Calibration;
import io.odradek.trainer.evaluation.ClassFigures;
import io.odradek.trainer.evaluation.Confusion;
import io.odradek.trainer.evaluation.Evaluation;
import io.odradek.trainer.evaluation.Interval;
import io.odradek.trainer.evaluation.MacroAverages;
import io.odradek.trainer.evaluation.Mistake;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What {@code trainer evaluate --json} writes. Components are named as in the file; those that are not explained here
 * are those of {@link Evaluation}.
 *
 * @param model name, with the version where there is one
 * @param data directory of the images
 * @param skipped number of image files that could not be read
 * @param softmax whether the model's outputs were no probabilities and softmax was applied
 * @param topK the k of {@code topAccuracy}
 * @param topAccuracy share of the images whose class is among the k most probable ones
 * @param mistakes the wrong predictions with the highest confidence
 */
record EvaluationFile(
        String model,
        String data,
        int images,
        int skipped,
        boolean softmax,
        double accuracy,
        Interval accuracyInterval,
        int topK,
        double topAccuracy,
        MacroAverages macro,
        double calibrationError,
        List<Calibration.Bin> calibrationBins,
        List<String> labels,
        List<ClassFigures> perClass,
        List<List<Integer>> confusion,
        List<Confusion> worstConfusions,
        List<NamedMistake> mistakes) {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setPrettyPrinting()
            .create();

    /**
     * A mistake.
     *
     * @param image its file, or its place in the IDX files
     */
    record NamedMistake(String image, String truth, String prediction, double confidence) {}

    static EvaluationFile of(String model, String data, EvaluationRun run, int topK) {
        Evaluation evaluation = run.evaluation();
        return new EvaluationFile(
                model,
                data,
                evaluation.images(),
                run.skipped().size(),
                run.softmax(),
                evaluation.accuracy(),
                evaluation.accuracyInterval(),
                topK,
                evaluation.topAccuracy(topK),
                evaluation.macro(),
                evaluation.calibration().error(),
                evaluation.calibration().bins(),
                evaluation.labels(),
                evaluation.perClass(),
                evaluation.confusion(),
                evaluation.worstConfusions(),
                evaluation.confidentMistakes().stream()
                        .map(mistake -> named(mistake, run.names()))
                        .toList());
    }

    private static NamedMistake named(Mistake mistake, List<String> names) {
        return new NamedMistake(
                names.get(mistake.image()), mistake.truth(), mistake.prediction(), mistake.confidence());
    }

    byte[] toJson() {
        return (GSON.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
